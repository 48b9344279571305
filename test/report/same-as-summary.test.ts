import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyMeasure, MEASURES, measureNamed } from '../../lib/measures/table/rows.ts';
import { SIDES_OF } from '../../lib/measures/table/scripts.ts';
import { DEPLOYMENT_PLACES } from '../../lib/measures/table/tag-values.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import { incompleteness } from '../../lib/verdict/incomplete.ts';
import { readSummary } from '../../lib/verdict/reading/reading.ts';
import { verdictOn } from '../../lib/verdict/verdict.ts';
import { splitsFor } from '../../thresholds/splits.ts';
import { aPlan, planJson } from '../lib/plan/a-plan.ts';
import { reportFrom, temporaryFiles } from './files.ts';
import { fuzzRuns } from './fuzz-runs.ts';
import { declare, sample } from './lines.ts';

const file = temporaryFiles();
const SCRIPTS = ['agents', 'contact-centre', 'customers'] as const;
/** A plan that needs every metric and every split: its deployments are as many as the `deployment` tag tells apart. */
const PLAN = aPlan({
  deployments: DEPLOYMENT_PLACES.map((_, index) => ({
    id: `d0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    origin: 'https://example.com',
  })),
  customers: {
    ...{ ...planJson().customers, transport: 'dense', attachments: 0.5, bot: {} },
    authentication: { credentials: { source: 'simulated' } },
  },
  agents: { ...planJson().agents, transfers: { share: 0.5 }, attachments: 0.5 },
  platformLoad: { perMinute: 60 },
});

const OTHER = { agent: 'customer', customer: 'agent' } as const;

interface Drawn {
  readonly measure: AnyMeasure;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A sample of any metric of a script, with a value of each of its tags, in any of its scenarios. */
function drawnFrom(script: (typeof SCRIPTS)[number]): fc.Arbitrary<Drawn> {
  const played: readonly string[] = SIDES_OF[script];
  const measures = MEASURES.filter(({ sides }) => sides.some((side) => played.includes(side)));
  return fc.constantFrom(...measures).chain((measure) => {
    // A dense run sees of its own refusals no words; its sentinel does.
    const seen = (tag: string) => tag !== 'says' || measure.name === 'sentinel_503';
    const tags = Object.entries(measure.tags).filter(([tag, values]) => values.length > 0 && seen(tag));
    // Nobody counts messages of a side that the script does not play, or what a side receives that it does not.
    const counts = (side: string) =>
      played.includes(measure.name === 'messages_received' ? OTHER[side as 'agent'] : side);
    const drawn = (tag: string, values: readonly string[]) =>
      fc.constantFrom(...(tag === 'side' ? values.filter(counts) : values));
    const chosen = Object.fromEntries(tags.map(([tag, values]) => [tag, drawn(tag, values)]));
    // Only a contact centre has a load on the API beside it.
    const load = played.includes('monitor') ? ['platform-load'] : [];
    const scenario = fc.constantFrom(played.includes('customer') ? 'customers' : 'agents', ...load);
    const value =
      measure.kind === 'Rate' ? fc.constantFrom(0, 1) : measure.kind === 'Trend' ? fc.constant(8) : fc.nat(9);
    return fc.record({ measure: fc.constant(measure), value, tags: fc.record({ ...chosen, scenario }) });
  });
}

/** k6's own account of the samples, made here a second time: every metric that has one, and every split. */
function summaryOf(samples: readonly Drawn[], keys: readonly string[]) {
  const names = new Set(samples.map(({ measure }) => measure.name));
  return Object.fromEntries(
    [...names, ...keys].map((key) => {
      const [, name = '', list = ''] = /^([^{]*)(?:\{(.*)\})?$/.exec(key) ?? [];
      const wanted =
        list === ''
          ? []
          : list.split(',').map((tag) => [tag.slice(0, tag.indexOf(':')), tag.slice(tag.indexOf(':') + 1)]);
      const values = samples
        .filter(
          ({ measure, tags }) => measure.name === name && wanted.every(([tag = '', value]) => tags[tag] === value),
        )
        .map(({ value }) => value);
      return [key, { values: aggregates(measureNamed(name)?.kind, values) }] as const;
    }),
  );
}

function aggregates(kind: AnyMeasure['kind'] | undefined, values: readonly number[]): Record<string, number> {
  const passes = values.filter((value) => value !== 0).length;
  switch (kind) {
    case 'Counter':
      return { count: values.reduce((sum, value) => sum + value, 0), rate: 0 };
    case 'Rate':
      return { passes, fails: values.length - passes, rate: values.length === 0 ? 0 : passes / values.length };
    case 'Gauge':
      return { max: Math.max(0, ...values), min: Math.min(0, ...values), value: values.at(-1) ?? 0 };
    default:
      return values.length === 0 ? {} : { min: 8, med: 8, 'p(95)': 8, max: 8 };
  }
}

/** Percentiles of a report come from a histogram. */
const rounded = (figures: unknown): unknown =>
  JSON.parse(
    JSON.stringify(figures, (key, value) => (/Ms$/.test(key) && typeof value === 'number' ? Math.round(value) : value)),
  );

describe('the report on the samples of a run without thresholds', () => {
  it.each(SCRIPTS)(
    'reads of %s what its summary reads with them, whatever the samples, and judges it alike',
    async (script) => {
      const keys = Object.keys(splitsFor(script, PLAN));
      await fc.assert(
        fc.asyncProperty(fc.array(drawnFrom(script), { minLength: 1, maxLength: 80 }), async (samples) => {
          const declared = [...new Set(samples.map(({ measure }) => measure))].map(({ name, kind }) =>
            declare(name, kind.toLowerCase() as 'counter' | 'gauge' | 'rate' | 'trend'),
          );
          const lines = samples.map(({ measure, value, tags }, place) => sample(measure.name, place, value, tags));
          const result = JSON.stringify({ script, plan: PLAN, metrics: {} });
          const report = await reportFrom([file([...declared, ...lines]), file(result, 'result.json')], PLAN);
          const [run] = report.runs;
          const durationMs = run?.durationMs ?? 0;
          const read = readSummary(summaryOf(samples, keys), { durationMs, script, plan: PLAN });
          expect(read.known).toBe(true);
          if (!read.known) return;
          // k6 tells endpoints apart only where a threshold asks for it; samples always do.
          const shown = keys.some((key) => key.startsWith('platform_request{name:')) ? {} : { endpoints: [] };
          const reading = run?.reading && { ...run.reading, platform: { ...run.reading.platform, ...shown } };
          expect(rounded(reading)).toEqual(rounded(read.value));
          expect(rounded(run?.verdict ?? null)).toEqual(
            rounded(
              verdictOn(read, PLAN, {
                incomplete: incompleteness(durationMs, scheduleOf(PLAN).teardownEndsMs),
                script,
              }) ?? null,
            ),
          );
        }),
        fuzzRuns(200),
      );
    },
  );
});
