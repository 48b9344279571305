import { describe, expect, it } from 'vitest';
import { searchIn as shownIn } from '../../report/kinds/ceiling/ceiling-search.ts';
import { ceilingSays } from '../../report/kinds/ceiling/ceiling-told.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { readK6Summary } from '../../report/read/k6-summary.ts';
import { resultIn } from '../../report/read/result.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { metricsOf } from '../lib/verdict/metrics.ts';
import { withSplits } from '../lib/verdict/with-splits.ts';
import { listIn, notesOf, reportFrom, temporaryFiles } from './files.ts';

const file = temporaryFiles();
const PLAN = aPlan();
const none = { refused: 0, admitted: 0, closed: 0 };
const phases = {
  ramp: { refused: 60, admitted: 150, closed: 0 },
  hold: { ...none, refused: 90 },
  teardown: { ...none, closed: 150 },
};
const atTheCeiling = withSplits(metricsOf(phases, { firstRefusalAt: 151 }), 'customers', PLAN);
const result = { script: 'customers', plan: PLAN, reading: { durationMs: 60_000 }, metrics: atTheCeiling };
const document = (content: unknown) => file(JSON.stringify(content, null, 2), 'summary.json');

describe('the report on a summary alone', () => {
  it('has the verdict and no lines over time', async () => {
    const { runs } = await reportFrom([document(result)]);
    expect(runs).toMatchObject([{ verdict: { cause: 'undetermined' }, durationMs: 60_000, samples: 0, latencies: [] }]);
    expect(runs[0]?.over).toBeUndefined();
  });

  it('sums several, as of pods of one run, and says so', async () => {
    const report = await reportFrom([document(result), document(result)]);
    expect(report.runs[0]?.reading).toMatchObject({
      attempts: 600,
      refused: 300,
      heldAfterRamp: 300,
      firstRefusalAt: 151,
    });
    expect(notesOf(report)).toEqual([
      '2 summaries are summed, as of pods of one run; of percentiles the greatest is shown',
    ]);
  });

  it('adds up the virtual users of pods', async () => {
    const pod = (max: number) => {
      const vus = { type: 'gauge', contains: 'default', values: { value: max, min: max, max } };
      return document({ ...result, metrics: { ...atTheCeiling, vus_max: vus } });
    };
    expect((await reportFrom([pod(40), pod(60)])).runs[0]?.mostVus).toBe(100);
  });

  it('has one of another plan as a run of its own, beside it, with what their plans differ in', async () => {
    const customers = { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' };
    const other = { ...result, plan: aPlan({ name: 'other', customers }) };
    const report = await reportFrom([document(result), document(other)]);
    expect(report.runs.map(({ plan, reading }) => [plan?.name, reading?.attempts])).toEqual([
      ['test', 300],
      ['other', 300],
    ]);
    expect(notesOf(report)).toEqual([]);
    expect(markdownOf(report)).toMatch(/\| customers.sessions \| \d+ \| 10 \|/);
  });

  it('leaves out one of another plan than the one that was given, and says so', async () => {
    const other = { ...result, plan: aPlan({ name: 'other' }) };
    const report = await reportFrom([document(result), document(other)], result.plan);
    expect(report.runs[0]?.reading?.attempts).toBe(300);
    expect(notesOf(report)).toEqual(['skipped: it ran under another plan, "other" and not "test"']);
  });

  it('names what differs where the plan has the same name, and takes another approved window for the same plan', async () => {
    const approval = { reference: 'CASE-2', from: '2026-12-01T23:00:00-05:00', to: '2026-12-02T05:00:00-05:00' };
    const [seeded, approved] = [{ seed: 77 }, { approval }].map((more) => ({ ...result, plan: aPlan(more) }));
    expect(notesOf(await reportFrom([document(seeded)], PLAN))).toEqual([
      'skipped: it ran under another plan, with another seed than "test" has; allowed: the -e that the run had',
    ]);
    expect(notesOf(await reportFrom([document(approved)], PLAN))).toEqual([]);
  });
});

describe("k6's summaries", () => {
  it("are read as handleSummary's data", () => {
    const data = {
      state: { testRunDurationMs: 1_000 },
      metrics: {
        x: {
          type: 'rate',
          contains: 'default',
          values: { rate: 0.5, passes: 1, fails: 1 },
          thresholds: { 'rate<0.1': { ok: false } },
        },
      },
    };
    expect(readK6Summary(data)).toMatchObject({
      durationMs: 1_000,
      metrics: {
        x: { type: 'rate', values: { rate: 0.5, passes: 1, fails: 1 }, thresholds: { 'rate<0.1': { ok: false } } },
      },
    });
  });

  it('are read as --summary-export, where a threshold is true when it FAILED', () => {
    const data = {
      metrics: {
        failed: { passes: 3, fails: 1, value: 0.75, thresholds: { 'rate<0.1': true } },
        hits: { count: 4, rate: 2, thresholds: { 'count>1': false } },
        vus: { value: 1, min: 0, max: 5 },
        ack: { avg: 1, min: 1, med: 1, max: 1, 'p(95)': 1 },
      },
      root_group: {},
    };
    const { metrics } = readK6Summary(data) ?? {};
    expect(Object.entries(metrics ?? {}).map(([name, { type }]) => [name, type])).toEqual([
      ['failed', 'rate'],
      ['hits', 'counter'],
      ['vus', 'gauge'],
      ['ack', 'trend'],
    ]);
    expect(metrics?.failed).toMatchObject({ values: { rate: 0.75 }, thresholds: { 'rate<0.1': { ok: false } } });
    expect(metrics?.hits).toMatchObject({ thresholds: { 'count>1': { ok: true } } });
  });

  it.each([
    [{ ack: { type: 'trend', values: { med: '12' } } }, 'metrics.ack.med: "12"; allowed: number'],
    [{ ack: { avg: 1, med: [2] } }, 'metrics.ack.med: [2]; allowed: number'],
    [{ failed: { type: 'rate', values: { rate: {} } } }, 'metrics.failed.rate: {}; allowed: number'],
  ])('are refused with a value of a wrong type: %j', async (metrics, says) => {
    const report = await reportFrom([file(JSON.stringify({ metrics }), 'wrong.json')]);
    expect([report.runs, notesOf(report)]).toEqual([[], [says]]);
  });

  it('are read in the new machine-readable shape', () => {
    const data = {
      version: '1.0.0',
      config: { duration: 30 },
      results: {
        metrics: [{ name: 'failed', type: 'rate', contains: 'default', values: { rate: 0.25, matches: 1, total: 4 } }],
      },
    };
    expect(readK6Summary(data)).toMatchObject({
      durationMs: 30_000,
      metrics: { failed: { values: { rate: 0.25, passes: 1, fails: 3 } } },
    });
  });
});

/** The ceiling search in this document. */
function searchIn(document: object) {
  const result = resultIn(document);
  const found = result && shownIn(result)?.found;
  if (found === undefined) throw new Error('no ceiling search');
  return found;
}

describe('the document of a ceiling search', () => {
  const window = (level: number, outcome: string) => ({ level, lengthMs: 1_000, outcome });
  const search = {
    plan: 'my-org',
    target: 'mypurecloud.com',
    result: {
      sustained: { level: 140, clean: 22, of: 22 },
      refusedFrom: { lowest: 143, median: 150, highest: 158, probes: 8 },
      neverAdmittedAbove: 160,
      windows: [window(143, 'clean'), window(143, 'clean'), window(143, 'refused'), window(140, 'clean')],
    },
  };

  it('gives both numbers and its steps, neighbours that went alike as one', () => {
    expect(searchIn(search)).toMatchObject({
      sustained: { level: 140, clean: 22, of: 22 },
      refusedFrom: { lowest: 143, highest: 158, probes: 8 },
      steps: [
        { level: 143, outcome: 'clean', times: 2 },
        { level: 143, outcome: 'refused', times: 1 },
        { level: 140, outcome: 'clean', times: 1 },
      ],
    });
  });

  it('says its answer in words', () => {
    const says = (result: object) => ceilingSays(searchIn({ result: { windows: [], ...result } }));
    expect(says(search.result)).toBe(
      'Sustained 140 sessions, clean in 22 of 22 windows. Refused from 143 to 158 (8 probes); never admitted above 160.',
    );
    expect(says({ mostOffered: 500 })).toBe('No level was confirmed. None refused of up to 500 that were offered.');
    expect(says({ rates: [{ evidence: 'refused at 600 a minute' }] })).toBe(
      'No level was confirmed. A limit on the rate: refused at 600 a minute.',
    );
  });

  it('may lack what was not found', () => {
    expect(searchIn({ result: { windows: [] } })).toMatchObject({ sustained: undefined, steps: [] });
  });

  it('may be that of a search under way', () => {
    const history = [
      {
        probes: [
          { offer: 50, held: 50 },
          { offer: 100, held: 63 },
        ],
      },
      { failed: 'no result' },
    ];
    expect(searchIn({ of: 'ceiling', history }).steps).toEqual([
      { level: 50, held: 50, outcome: 'clean', times: 1 },
      { level: 100, held: 63, outcome: 'refused', times: 1 },
    ]);
  });

  it('stands in a report by itself', async () => {
    const report = await reportFrom([document(search)]);
    expect([report.runs, report.notes, listIn(report, 'ceilings').length]).toEqual([[], [], 1]);
  });
});
