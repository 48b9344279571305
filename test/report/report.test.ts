import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../report/output/report.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { notesOf, reportFrom, temporaryFiles } from './files.ts';
import { fuzzRuns } from './fuzz-runs.ts';
import { attempt, ceilingOfFive, DECLARATIONS, declare, sample } from './lines.ts';

const file = temporaryFiles();
const PLAN = aPlan({ customers: { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } });
const only = ({ runs }: Report) => {
  expect(runs).toHaveLength(1);
  const [run] = runs;
  if (run === undefined) throw new Error('no run');
  return run;
};

describe('the report on samples', () => {
  const report = () => reportFrom([file(ceilingOfFive())], PLAN);

  it('has the verdict that the summary of the run has', async () => {
    expect(only(await report()).verdict).toMatchObject({
      cause: 'undetermined',
      says: '10 of 15 upgrades were refused by HTTP, and this result does not say when and at which try.',
    });
  });

  it('has no verdict without a plan', async () => {
    expect(only(await reportFrom([file(ceilingOfFive())])).verdict).toBeUndefined();
  });

  it('reads the figures from the samples', async () => {
    expect(only(await report()).reading).toMatchObject({
      attempts: 15,
      refused: 10,
      refused503: 10,
      firstRefusalAt: 6,
      heldAfterRamp: 5,
      causes: { 'http-503': 10 },
      messages: { customer: { sent: 5, acked: 5, lost: 0, unresolved: 0 } },
    });
  });

  it('holds the gate against them, the rules of the plan as well as those that the lines declare', async () => {
    const gates = only(await report()).gates.map(({ metric, rule, ok, observed }) => [
      `${metric}: ${rule}`,
      ok,
      observed,
    ]);
    expect(gates).toContainEqual(['ws_upgrade_503: rate<0.01', false, 10 / 15]);
    expect(gates).toContainEqual(['messages{state:lost}: count<1', true, 0]);
    const declared = only(await reportFrom([file(ceilingOfFive())])).gates;
    expect(declared.map(({ rule, ok }) => [rule, ok])).toEqual([
      ['count>=10', false],
      ['rate<0.01', false],
    ]);
  });

  it('draws what was planned, held and refused over time', async () => {
    const { over } = only(await report());
    expect(Math.max(...(over?.planned ?? []))).toBe(10);
    expect([Math.max(...(over?.held ?? [])), over?.held.at(-1)]).toEqual([5, 0]);
    const sums = Object.entries(over?.outcomes ?? {}).map(([name, counts]) => [
      name,
      counts.reduce((a, b) => a + b, 0),
    ]);
    expect(sums).toEqual([
      ['opened', 5],
      ['http-503', 10],
    ]);
    expect(over?.phases.map(({ name, endsAtSecond }) => [name, endsAtSecond])).toEqual([
      ['ramp', 1],
      ['hold', 3],
      ['teardown', 4],
    ]);
  });

  it('has each latency with its percentiles', async () => {
    const ack = only(await report()).latencies.find(({ name }) => name === 'message_ack');
    expect(ack).toMatchObject({ count: 5, whole: { p50: 2, p95: 2, p99: 2, max: 2 } });
  });

  it('does not depend on the order of lines, nor on how they are split over files', async () => {
    const lines = ceilingOfFive();
    const whole = only(await reportFrom([file(lines)], PLAN));
    const order = fc.shuffledSubarray(
      lines.map((_, at) => at),
      { minLength: lines.length, maxLength: lines.length },
    );
    const places = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: lines.length, maxLength: lines.length });
    await fc.assert(
      fc.asyncProperty(order, places, async (shuffled, placed) => {
        const parts: string[][] = [[], [], []];
        for (const [index, at] of shuffled.entries()) parts[placed[index] ?? 0]?.push(lines[at] ?? '');
        const files = parts.filter((part) => part.length > 0).map((part) => file(part));
        const inputs = whole.inputs;
        expect({ ...only(await reportFrom(files, PLAN)), inputs }).toEqual(whole);
      }),
      fuzzRuns(30),
    );
  });

  it('is the same when a file was split in two', async () => {
    const lines = ceilingOfFive();
    const whole = only(await reportFrom([file(lines)], PLAN));
    for (const at of [12, 20, 60, lines.length - 3]) {
      const report = await reportFrom([file(lines.slice(at)), file(lines.slice(0, at))], PLAN);
      expect([{ ...only(report), inputs: whole.inputs }, notesOf(report)]).toEqual([whole, []]);
    }
  });
});

describe('the calls of platformLoad', () => {
  const calls = (scenario: string, count: number, limited: number) =>
    Array.from({ length: count }, (_, index) => [
      sample('platform_rate_limited', index * 10, index < limited ? 1 : 0, { scenario, name: 'GET /x' }),
      sample('platform_request', index * 10, 20, { scenario, name: 'GET /x' }),
    ]).flat();
  const lines = [
    ...DECLARATIONS,
    declare('platform_rate_limited', 'rate'),
    declare('platform_request', 'trend'),
    declare('agents_connected', 'counter'),
    declare('agent_accept', 'trend'),
    ...Array.from({ length: 10 }, (_, index) => attempt(index * 100, 'ramp', false)).flat(),
    sample('agents_connected', 0, 20, { scenario: 'agents' }),
    sample('agent_accept', 0, 60_000, { scenario: 'agents' }),
    ...calls('agents', 100, 0),
    ...calls('platform-load', 100, 90),
    // The load lasted as long as the plan has it.
    sample('vus', 5_000, 0),
  ];
  const loaded = { ...aPlan({ platformLoad: { perMinute: 60 } }), customers: PLAN.customers };

  it("are told apart from the agents' in samples that declare no submetric, with a plan and without", async () => {
    for (const plan of [loaded, undefined]) {
      const platform = only(await reportFrom([file(lines)], plan)).reading?.platform;
      expect(platform).toMatchObject({ calls: 100, rateLimited: 0, load: { calls: 100, rateLimited: 90 } });
    }
  });

  it('do not make the verdict a rate limit of the agents', async () => {
    // The agent took a minute to accept, which is what it says.
    const { verdict } = only(await reportFrom([file(lines)], loaded));
    expect(verdict).toMatchObject({ cause: 'agent-acceptance', also: [] });
  });
});

describe('several runs', () => {
  it('are pods of one where they overlap in time', async () => {
    const run = only(await reportFrom([file(ceilingOfFive()), file(ceilingOfFive(50))], PLAN));
    expect([run.inputs.length, run.reading?.attempts, run.reading?.heldAfterRamp]).toEqual([2, 30, 10]);
  });

  it('have the virtual users of all pods together, those of a file that was split once', async () => {
    const declared = declare('vus_max', 'gauge');
    const pod = (vus: number, ms: number) => sample('vus_max', ms, vus);
    const vusOf = async (...parts: readonly (readonly string[])[]) =>
      only(await reportFrom(parts.map((lines) => file(lines)))).mostVus;
    expect(await vusOf([declared, pod(40, 0), pod(40, 900)], [declared, pod(60, 100), pod(60, 800)])).toBe(100);
    expect(await vusOf([declared, pod(40, 0), pod(40, 900)], [pod(40, 1_000)])).toBe(40);
    expect(only(await reportFrom([file(ceilingOfFive())])).mostVus).toBeUndefined();
  });

  it('are trials with a verdict each where one comes after the other', async () => {
    const { runs } = await reportFrom([file(ceilingOfFive(60_000)), file(ceilingOfFive())], PLAN);
    expect(runs.map(({ reading, verdict }) => [reading?.heldAfterHold, verdict?.cause])).toEqual([
      [5, 'undetermined'],
      [5, 'undetermined'],
    ]);
  });

  it('under another plan are left out, and said', async () => {
    const other = ceilingOfFive(50).map((line) => line.replace('count>=10', 'count>=100'));
    const report = await reportFrom([file(ceilingOfFive()), file(other)]);
    expect(only(report).reading?.attempts).toBe(15);
    expect(notesOf(report)).toEqual([
      'skipped: it ran under another plan (guest_sessions_opened: count>=100, not count>=10)',
    ]);
  });
});

describe('the plan', () => {
  it('is taken from the result of the run, which adds nothing to the samples', async () => {
    const metrics = { ws_upgrade_failed: { type: 'rate', values: { rate: 0.5, passes: 10, fails: 5 } } };
    const result = { script: 'customers', plan: PLAN, metrics };
    const report = await reportFrom([file(ceilingOfFive()), file(JSON.stringify(result), 'result.json')]);
    expect([report.plan?.name, only(report).script, only(report).reading?.attempts]).toEqual(['test', 'customers', 15]);
  });

  it('is not used when the samples were held against the gate of a larger one, which is said', async () => {
    const larger = { ...PLAN, customers: { ...PLAN.customers, sessions: 100 } };
    const report = await reportFrom([file(ceilingOfFive())], larger);
    expect([report.plan, only(report).verdict]).toEqual([undefined, undefined]);
    expect(notesOf(report)).toEqual([
      'ran under another plan than "test", which is not used: guest_sessions_opened count>=10, not count>=95',
    ]);
  });

  it('and its result are of the same run when both count as many upgrades, or else that is said', async () => {
    const result = { plan: PLAN, metrics: { ws_upgrade_failed: { type: 'rate', values: { passes: 1, fails: 2 } } } };
    const report = await reportFrom([file(ceilingOfFive()), file(JSON.stringify(result), 'result.json')]);
    expect(notesOf(report)).toEqual(['counts 3 upgrades and the samples 15: not of the same run']);
  });
});

describe('a bad file', () => {
  const lines = ceilingOfFive();
  const text = lines.join('\n');

  it('that is cut in a line is read up to it, and said', async () => {
    const report = await reportFrom([file(text.slice(0, -20))], PLAN);
    expect(only(report).reading?.attempts).toBe(15);
    expect(notesOf(report)).toEqual(['cut in the middle of its last line, which was skipped']);
  });

  it('whose last line has no end is read whole', async () => {
    expect(notesOf(await reportFrom([file(text)], PLAN))).toEqual([]);
  });

  it('may be gzipped', async () => {
    const report = await reportFrom([file(gzipSync(text))], PLAN);
    expect([only(report).reading?.attempts, notesOf(report)]).toEqual([15, []]);
  });

  it('that is gzipped in members, as k6 and headroom write it, is read whole', async () => {
    const members = Buffer.concat([gzipSync(text.slice(0, 5_000)), gzipSync(text.slice(5_000))]);
    expect(only(await reportFrom([file(members)], PLAN)).reading?.attempts).toBe(15);
  });

  it('that is gzipped and cut is read as far as it goes, and said', async () => {
    const zipped = gzipSync(text);
    const report = await reportFrom([file(zipped.subarray(0, zipped.length - 200))], PLAN);
    expect(only(report).samples).toBeGreaterThan(0);
    expect(notesOf(report).join('; ')).toContain('could not be read to its end: its compression ends early');
  });

  it.each([
    ['empty', '', 'empty'],
    ['of blank lines', '\n\n', 'empty'],
    ['a log', 'level=info msg="hello"\nlevel=info msg="bye"\n', 'not k6 output'],
    ['JSON of another kind', '{"compilerOptions": {}}', 'neither a result nor a summary of k6'],
    ['half a summary', '{"metrics": {"vus": ', 'JSON that is cut or broken'],
    ['bytes', new Uint8Array([0, 255, 254, 10, 3]), 'not k6 output'],
    ['a broken gzip', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2]), 'invalid block type'],
    ['half a gzip header', new Uint8Array([0x1f, 0x8b, 8]), 'its compression ends early'],
  ])('that is %s gives no run and says so', async (_, content, note) => {
    const report = await reportFrom([file(content)], PLAN);
    expect([report.runs, notesOf(report)]).toEqual([[], [note]]);
  });

  it('that is not there, or a folder, gives no run and says so', async () => {
    const report = await reportFrom(['/nowhere.ndjson', '/tmp'], PLAN);
    expect(report.notes).toEqual(['nowhere.ndjson: no such file', 'tmp: a folder']);
  });

  it('with other lines among those of k6 is read, and the others counted', async () => {
    const report = await reportFrom([file([...lines.slice(0, 20), 'level=info', '{"a":1}', ...lines.slice(20)])], PLAN);
    expect(only(report).reading?.attempts).toBe(15);
    expect(notesOf(report)).toEqual(["2 lines are not k6's and were skipped"]);
  });

  it('that only declares has no run', async () => {
    const report = await reportFrom([file([declare('vus', 'gauge')])]);
    expect([report.runs, notesOf(report)]).toEqual([[], ['no samples']]);
  });

  it('whose samples nothing declares says which were skipped', async () => {
    const report = await reportFrom([file([declare('vus', 'gauge'), sample('vus', 0, 1), sample('mine', 0, 1)])]);
    expect(notesOf(report)).toEqual(['no line declares mine: their samples were skipped']);
  });
});
