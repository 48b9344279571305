import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMetrics, type SummaryMetrics } from '../../../lib/measures/readings.ts';
import { splitsOf } from '../../../lib/measures/splits.ts';
import { MEASURES, measuresOf } from '../../../lib/measures/table/rows.ts';
import { type ScriptName, SIDES_OF } from '../../../lib/measures/table/scripts.ts';
import { inputsOf } from '../../../lib/plan/inputs.ts';
import { needsMet } from '../../../lib/plan/needs.ts';
import { summariseProbes } from '../../../lib/verdict/probe/summarise.ts';
import { readSummary } from '../../../lib/verdict/reading/reading.ts';
import { summarise } from '../../../lib/verdict/run/summarise.ts';
import { readStorms } from '../../../lib/verdict/storm/reading.ts';
import { summariseStorms } from '../../../lib/verdict/storm/summarise.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';
import { aPlan } from '../plan/a-plan.ts';
import { withSplits } from './with-splits.ts';

const VALUES = {
  Counter: { count: 12, rate: 1 },
  Gauge: { value: 3, min: 1, max: 5 },
  Rate: { rate: 0.25, passes: 3, fails: 9 },
  Trend: { min: 1, avg: 2, med: 2, 'p(95)': 3, 'p(99)': 3, max: 4 },
};
const plan = aPlan();
const inputs = inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: 0 }, {});
const state = { testRunDurationMs: 60_000 };
const ENV = { RESULT: 'result.json' };

/** What a script measures, and k6 for it. */
const measuredBy = (script: ScriptName) => [
  ...measuresOf(script),
  ...MEASURES.filter(({ sides }) => sides.length === 0),
];

/** The summary of a run in which everything was measured and nothing split, as `--no-thresholds` has it. */
function unsplit(script: ScriptName): SummaryMetrics {
  return Object.fromEntries(measuredBy(script).map(({ name, kind }) => [name, { values: VALUES[kind] }]));
}

/** What a script prints and writes of it. */
function summaryOf(script: ScriptName): { text: string; result: Readonly<Record<string, unknown>> } {
  const data = { metrics: unsplit(script), state };
  const files: Readonly<Record<string, string>> = {
    agents: () => summarise(script, inputs, data, ENV),
    ceiling: () => summariseProbes(inputs, data, ENV),
    'contact-centre': () => summarise(script, inputs, data, ENV),
    customers: () => summarise(script, inputs, data, ENV),
    'reconnect-storm': () => summariseStorms(inputs, data, ENV),
  }[script]();
  return { text: files.stdout ?? '', result: JSON.parse(files[ENV.RESULT] ?? '') };
}

const SCRIPTS = Object.keys(SIDES_OF) as ScriptName[];
const WITH_CUSTOMERS = ['customers', 'contact-centre'] as const;
const WITH_READING = [...WITH_CUSTOMERS, 'agents'] as const;
const WITH_GATE = [...WITH_READING, 'reconnect-storm'] as const;

describe('a run without thresholds', () => {
  it.each(WITH_READING)('a run of %s has no figure that is known', (script) => {
    const read = readSummary(unsplit(script), { durationMs: 60_000, script, plan });
    expect(read).toEqual({
      known: false,
      unknown: expect.arrayContaining([expect.stringContaining('messages{side:')]),
    });
  });

  it('a run of reconnect-storm has no figure that is known', () => {
    const read = readStorms(unsplit('reconnect-storm'), plan.storm.reconnect);
    expect(read).toMatchObject({ known: false });
    expect(!read.known && read.unknown).toContain('storm_sessions{reconnect:backoff,state:back}');
  });

  it.each(WITH_CUSTOMERS)('a run of %s is judged undetermined, and what is missing is said', (script) => {
    const read = readSummary(unsplit(script), { durationMs: 60_000, script, plan });
    const missing = read.known ? 0 : read.unknown.length;
    expect(missing).toBeGreaterThan(20);
    expect(verdictOn(read, plan)).toMatchObject({
      cause: 'undetermined',
      says: expect.stringContaining('unknown'),
      evidence: [`${missing} figures are missing, such as ws_upgrade_refused{phase:ramp}`],
      next: expect.stringContaining('--no-thresholds'),
    });
  });

  it('a run of agents has no verdict: no customer tried to come in', () => {
    expect(
      verdictOn(readSummary(unsplit('agents'), { durationMs: 60_000, script: 'agents', plan }), plan, { attempts: 0 }),
    ).toBeUndefined();
  });

  it.each(SCRIPTS)('a run of %s says in its summary that figures are unknown', (script) => {
    const { text } = summaryOf(script);
    expect(text).toContain('unknown');
    expect(text).not.toMatch(/\bholds\b/);
    expect(text).not.toContain('no verdict: nothing ran');
    // 12 and 3 of 12 were measured of everything, and no count stands for a part of it.
    expect(text).not.toMatch(/\b0 (opened|held|messages|planned|admitted|accepted|of 0)/);
  });

  it.each(WITH_GATE)('a run of %s says that its gate was not evaluated', (script) => {
    const { text, result } = summaryOf(script);
    expect(text).toMatch(/gate ci +not evaluated: the run had no thresholds/);
    expect(result).toMatchObject({ gateEvaluated: false, crossed: [] });
  });

  it.each(WITH_READING)('a run of %s writes no reading into its result, and the keys that are missing', (script) => {
    const { result } = summaryOf(script);
    expect(result.reading).toBeNull();
    expect(result.unknown).toEqual(expect.arrayContaining([expect.stringContaining('{')]));
    expect(result.verdict).toEqual(script === 'agents' ? null : expect.objectContaining({ cause: 'undetermined' }));
  });

  it.each([
    ['reconnect-storm', { storms: [] }],
    ['ceiling', { probes: [], causes: {}, agentsOpen: 0 }],
  ] as const)('a run of %s writes no figure into its result, and the keys that are missing', (script, figures) => {
    const { result } = summaryOf(script);
    expect(result).toMatchObject(figures);
    expect(result.unknown).toEqual(expect.arrayContaining([expect.stringContaining('{')]));
  });
});

describe('a run in which nothing happened', () => {
  it.each(WITH_READING)('a run of %s is known without a submetric: no sample is 0', (script) => {
    expect(readSummary({}, { durationMs: 60_000, script, plan })).toMatchObject({
      known: true,
      value: { attempts: 0 },
    });
  });
});

describe('a summary of which some splits are missing', () => {
  /** As if a metric had a sample, or its threshold were there and no sample. */
  const whole = fc.record(
    Object.fromEntries(MEASURES.map(({ name }) => [name, fc.constantFrom('samples', 'empty', 'absent')])),
  );

  it('the summary is unknown by just the splits of metrics with samples that all versions made, and known if there is none', () => {
    const sinceEver = splitsOf({ sides: SIDES_OF['contact-centre'], meets: needsMet(plan), withoutLater: true });
    const splits = Object.keys(sinceEver).filter((key) => !key.startsWith('platform_request{'));
    fc.assert(
      fc.property(whole, fc.subarray(splits), (wholes, missing) => {
        const rows = measuredBy('contact-centre').flatMap(({ name, kind }) => {
          const zero = Object.fromEntries(Object.keys(VALUES[kind]).map((key) => [key, 0]));
          if (wholes[name] === 'absent') return [];
          return [[name, { values: wholes[name] === 'samples' ? VALUES[kind] : zero }] as const];
        });
        const all = withSplits(Object.fromEntries(rows), 'contact-centre', plan);
        const metrics = Object.fromEntries(Object.entries(all).filter(([key]) => !missing.includes(key)));
        const read = readSummary(metrics, { durationMs: 1, script: 'contact-centre', plan });
        const hasSamples = (key: string) => {
          const name = key.split('{')[0] ?? '';
          const isTrendOrGauge = MEASURES.some((one) => one.name === name && /Trend|Gauge/.test(one.kind));
          return wholes[name] === 'samples' || (wholes[name] === 'empty' && isTrendOrGauge);
        };
        // The summary needs none of these: unresolved is what was sent and has no other state.
        const unread = /^(sentinel_503\{cause:(http-unseen|timeout|network|local)|messages\{.*,state:unresolved)\}$/;
        const wanted = missing.filter((key) => hasSamples(key) && !unread.test(key));
        expect([...(read.known ? [] : read.unknown)].sort()).toEqual(wanted.sort());
      }),
    );
  });

  it('the splits of a side that nobody plays read as 0: nothing was measured of it', () => {
    const read = readMetrics({ messages: { values: { count: 5 } } }, { sides: ['customer'] }, ({ count }) =>
      count('messages', { side: 'agent', state: 'sent' }),
    );
    expect(read).toEqual({ known: true, value: 0 });
  });
});
