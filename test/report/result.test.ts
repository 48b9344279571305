import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESULT_FORMAT, resultText } from '../../lib/verdict/result-text.ts';
import { csvOf } from '../../report/output/csv.ts';
import { htmlOf } from '../../report/output/html.ts';
import { jsonOf } from '../../report/output/json.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { reportOn } from '../../report/output/report-on.ts';
import type { JsonObject } from '../../report/read/json.ts';
import { ResultError, readResult, resultIn } from '../../report/read/result.ts';
import { comparePairs } from '../../search/comparison/comparison.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { metricsOf } from '../lib/verdict/metrics.ts';
import { notesOf, reportFrom, temporaryFiles } from './files.ts';
import { fuzzRuns } from './fuzz-runs.ts';
import { stormResult } from './storm-lines.ts';

const file = temporaryFiles();

const phase = { refused: 6, admitted: 15, closed: 0 };
const metrics = metricsOf({ ramp: phase, hold: { ...phase, admitted: 0 }, teardown: { ...phase, closed: 15 } });
const run = {
  script: 'contact-centre',
  run: { id: 'a', from: '2026-11-24T12:00:00.000Z', to: '2026-11-24T12:01:00.000Z' },
  plan: aPlan({ platformLoad: { perMinute: 60 } }),
  verdict: null,
  crossed: ['ws_upgrade_503: rate<0.01'],
  reading: { durationMs: 60_000, conversationsBegun: 3, heldAfterHold: 15 },
  metrics: {
    ...metrics,
    ws_upgrade_503: { ...metrics.ws_upgrade_503, type: 'rate', thresholds: { 'rate<0.01': { ok: false } } },
  },
};
const probe = {
  offer: 5,
  admitted: 5,
  knocksAdmitted: 0,
  knocksRefused: 0,
  refused: 0,
  failed: 0,
  dropped: 0,
  held: 5,
  late: 0,
};
const measured = { phase: { name: 'bracket' }, startedMs: 1, tookMs: 2, probes: [probe], causes: {} };

const FINDING = {
  axis: 'deployment',
  answer: 'does not follow',
  armA: 'one',
  armB: 'all',
  a: [150, 151],
  b: [150, 149],
  shift: { estimate: -1, lower: -2, upper: 1 },
  adjustedP: 0.4,
  why: 'arm b holds at most 1 more',
};
const PAIRS = Array.from({ length: 8 }, (_, n) => ({ a: { held: 1 + n, served: 0.5 }, b: { held: 2, served: 0.6 } }));

/** One good file of each kind, without its format. */
const GOOD: Readonly<Record<string, object>> = {
  run,
  storm: stormResult(),
  phase: { script: 'ceiling', probes: [probe], causes: { 'http-503': 2 }, agentsOpen: 0 },
  ceiling: {
    plan: 'test',
    target: '127.0.0.1:7420',
    result: {
      sustained: { level: 140, clean: 22, of: 22 },
      refusedFrom: { lowest: 143, median: 150, highest: 158, probes: 8 },
      planFor: 126,
      mostOffered: 200,
      rates: [{ perMinute: 600, evidence: 'refused at 600 a minute' }],
      windows: [{ level: 143, lengthMs: 1_000, outcome: 'clean' }],
      irregular: ['the budget ended'],
    },
    history: [measured, { ...measured, probes: undefined, failed: 'exit code 107' }],
  },
  attribute: {
    plan: 'test',
    target: '127.0.0.1:7420',
    result: {
      level: 9,
      attachedTo: ['none'],
      findings: [{ axis: 'pace', answer: 'follows', why: 'it does' }, FINDING],
    },
  },
  compare: {
    a: 'one',
    b: 'two',
    by: 'ceiling',
    differences: ['seed'],
    end: { kind: 'irregular', why: 'the budget ended' },
    result: comparePairs(PAIRS, 'held'),
  },
  resume: { of: 'ceiling', fingerprint: 'f', seed: 1, history: [measured] },
  preflight: {
    plan: 'test',
    target: '127.0.0.1:7420',
    at: '2026-11-28T10:00:00.000Z',
    checks: [{ what: 'queue', state: 'warn', is: 'in it now: 3', change: 'wait' }],
  },
  verify: {
    runs: ['a'],
    conversations: 3,
    others: 1,
    messages: 9,
    openings: 1,
    byFirstMessages: 1,
    transcripts: { found: 2, of: 3 },
    leftEarly: { conversations: 1, turns: 2 },
    unfinished: { conversations: 1, turns: 2, atDeadline: 1 },
    neverBegun: 1,
    notFound: 1,
    disagreements: [{ what: 'altered', side: 'agent', run: 1, found: 2 }],
    discrepancies: [{ kind: 'missing', conversationId: 'c', customer: 'a-1', transcript: '0 t', turn: 3 }],
  },
  cleanup: {
    plan: 'test',
    target: '127.0.0.1:7420',
    cleanup: {
      before: { openConversations: ['c1', 'c2'], others: 1, perhaps: 1, onQueue: ['u1'] },
      done: { ended: 1, wrappedUp: 1, offline: 1, unsubscribed: 0 },
      after: { openConversations: ['c2'], others: 1, perhaps: 1, onQueue: [] },
      stopped: 'the window ended',
    },
  },
};

describe('a result that is read back', () => {
  it.each(Object.entries(GOOD))('is told as %s by what stands in it, with its format and without', (kind, good) => {
    const written: unknown = JSON.parse(resultText(good));
    expect(resultIn(written)).toEqual({ kind, content: written });
    expect(resultIn(good)).toEqual({ kind, content: good });
  });

  it('carries its format first', () => {
    expect(resultText({ plan: 'a' })).toBe(`{"format":${RESULT_FORMAT},"plan":"a"}\n`);
  });

  it.each<[string, object, string]>([
    ['a higher format', { ...run, format: 2 }, 'format: 2; allowed: up to 1: update headroom to read it'],
    ['a format that is none', { ...run, format: '1' }, 'format: "1"; allowed: 1'],
    ['a script that there is not', { ...run, script: 'agent' }, 'script: "agent"; allowed: one of "customers"'],
    [
      'a text for a number',
      { ...run, metrics: { vus: { type: 'gauge', values: { value: 'many' } } } },
      'metrics.vus.values.value: "many"; allowed: number',
    ],
    [
      'a plan that lacks something',
      { ...run, plan: { ...run.plan, gate: undefined } },
      'plan.gate: missing; allowed: one of',
    ],
    [
      'a state that there is not',
      { ...GOOD.preflight, checks: [{ what: 'a', state: 'bad', is: 'b' }] },
      'checks.0.state: "bad"',
    ],
  ])('is refused with %s, which names the place and what is allowed there', (_, document, says) => {
    expect(() => resultIn(document)).toThrow(says);
  });

  it('is refused by the name of its file where another kind is wanted, or none is there', () => {
    const path = file(resultText(GOOD.preflight ?? {}), 'p.json');
    expect(() => readResult(path, ['run', 'storm'], 'results p.json')).toThrow(
      /^results p\.json: not one; allowed: the file of -e RESULT$/,
    );
    expect(() => readResult('/nowhere.json', ['phase'])).toThrow(/^\/nowhere\.json: no such file; allowed: /);
    expect(readResult(path, ['preflight']).content).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });

  it('is left out of a report that cannot read it, and the report says why', async () => {
    const report = await reportFrom([file(resultText({ ...run, plan: { ...run.plan, seed: 'one' } }), 'r.json')]);
    expect([report.runs, notesOf(report)]).toEqual([[], ['plan.seed: "one"; allowed: number']]);
  });
});

/** Every place in a JSON value, as a path of keys. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))];
}

/** A copy with something else in one place; nothing there where `value` is undefined. */
function changed(document: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(document) ? [...document] : { ...(document as object) }) as Record<string, unknown>;
  const next = changed(copy[key], rest, value);
  if (next === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = next ?? null;
  return copy;
}

const mutated = fc
  .constantFrom(...Object.values(GOOD).map((good) => JSON.parse(resultText(good)) as JsonObject))
  .chain((good) =>
    fc
      .tuple(
        fc.constantFrom(...placesIn(good).filter((path) => path.length > 0)),
        fc.oneof(
          fc.constant(undefined),
          fc.jsonValue(),
          fc.double({ noDefaultInfinity: true, noNaN: true }),
          fc.constant(2),
        ),
      )
      .map(([path, value]) => changed(good, path, value) as JsonObject),
  );

describe('a result with anything in one place of it', () => {
  it('is read to the same, or refused in one line', () => {
    fc.assert(
      fc.property(mutated, (document) => {
        try {
          const result = resultIn(document);
          if (result !== undefined) expect(result.content).toEqual(document);
        } catch (error) {
          expect(error).toBeInstanceOf(ResultError);
          expect(String(error)).not.toContain('\n');
        }
      }),
      fuzzRuns(2_000),
    );
  });

  const OTHERS = [undefined, null, 2, -1.5, 'x', [], {}];
  /** Metrics are the same in every place, and very many: any value is drawn for those. */
  const places = Object.entries(GOOD).flatMap(([kind, good]) => {
    const document = JSON.parse(resultText(good)) as JsonObject;
    return placesIn(document)
      .filter(([first]) => first !== undefined && first !== 'metrics')
      .map((path) => [kind, document, path] as const);
  });

  it.each(Object.keys(GOOD))('gives a report in every form, or a note: every place of %s', async (kind) => {
    for (const [, document, path] of places.filter((place) => place[0] === kind)) {
      for (const value of OTHERS) await everyForm(changed(document, path, value), path.join('.'));
    }
  });

  it('gives a report in every form, or a note, with any value', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, (document) => everyForm(document, 'somewhere')),
      fuzzRuns(1_000),
    );
  });
});

async function everyForm(changedDocument: unknown, where: string): Promise<void> {
  const document = changedDocument as JsonObject;
  const report = await reportOn([{ kind: 'document', path: 'r.json', document }], undefined);
  htmlOf(report, { script: '', styles: '' });
  for (const write of [jsonOf, junitOf, markdownOf, csvOf]) write(report);
  expect(report.runs.length + report.documents.length + report.notes.length, where).toBeGreaterThan(0);
}
