import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runReal } from './run-real.ts';

const SUMMARY = `
  import exec from 'k6/execution';
  import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
  export function handleSummary(data) { return { 'data.json': JSON.stringify(data) }; }
`;

async function dataOf(source: string, settings: Parameters<typeof runReal>[1] = {}) {
  const run = await runReal(SUMMARY + source, settings);
  return { ...run, data: JSON.parse(readFileSync(join(run.folder, 'data.json'), 'utf8')) };
}

describe('a script from arguments to exit code', () => {
  test('a TypeScript script runs as it is', async () => {
    const run = await runReal(`export default function (): void { const n: number = 1; console.log(n + 1); }`, {
      name: 'a.ts',
    });
    expect([run.code, run.said]).toEqual([0, ['2']]);
  });

  test('options of the script, the environment and flags come together in exec.test.options', async () => {
    const source = `
      import exec from 'k6/execution';
      export const options = { batch: 3, tags: { a: '1' }, setupTimeout: '5s', iterations: 1 };
      export default () => {
        const { batch, tags, setupTimeout, maxRedirects, scenarios } = exec.test.options;
        console.log(JSON.stringify({ batch, tags, setupTimeout, maxRedirects, executor: scenarios.default.executor }));
      }`;
    const { said } = await runReal(source, { env: { K6_MAX_REDIRECTS: '4' }, argv: ['--tag', 'b=2'] });
    expect(JSON.parse(said[0] ?? '')).toEqual({
      batch: 3,
      tags: { b: '2' },
      setupTimeout: '5s',
      maxRedirects: 4,
      executor: 'shared-iterations',
    });
  });

  test('setup data reaches iterations, teardown and the summary', async () => {
    const { said, data } = await dataOf(`
      export function setup() { return { token: 't' }; }
      export default (data) => console.log('default', data.token);
      export function teardown(data) { console.log('teardown', data.token); }`);
    expect(said).toEqual(['default t', 'teardown t']);
    expect(data.setup_data).toEqual({ token: 't' });
  });

  test('iterations and iteration_duration count scenario functions alone', async () => {
    const { data } = await dataOf(`
      export const options = { iterations: 3 };
      export function setup() {}
      export default () => {};
      export function teardown() {}`);
    expect(data.metrics.iterations.values.count).toBe(3);
    expect(data.metrics.iteration_duration.values).toHaveProperty('p(95)');
  });

  test('custom metrics, checks and groups end up in the summary', async () => {
    const { data } = await dataOf(`
      import { check, group } from 'k6';
      const counter = new Counter('own_count'), gauge = new Gauge('own_level'), rate = new Rate('own_rate'), trend = new Trend('own_wait', true);
      export const options = { thresholds: { 'own_count{kind:a}': ['count==2'] } };
      export default () => {
        counter.add(2, { kind: 'a' }); counter.add(1); gauge.add(7); rate.add(true); rate.add(0); trend.add(1.5);
        group('outer', () => group('inner', () => check(1, { 'is one': (n) => n === 1, 'is two': (n) => n === 2 })));
      }`);
    expect(data.metrics.own_count.values.count).toBe(3);
    expect(data.metrics['own_count{kind:a}']).toMatchObject({
      values: { count: 2 },
      thresholds: { 'count==2': { ok: true } },
    });
    expect(data.metrics.own_level.values).toEqual({ value: 7, min: 7, max: 7 });
    expect(data.metrics.own_rate.values).toEqual({ rate: 0.5, passes: 1, fails: 1 });
    expect(data.metrics.own_wait).toMatchObject({ contains: 'time', values: { max: 1.5 } });
    expect(data.metrics.checks.values).toEqual({ rate: 0.5, passes: 1, fails: 1 });
    expect(data.root_group.groups[0].groups[0]).toMatchObject({
      path: '::outer::inner',
      checks: [
        { name: 'is one', passes: 1, fails: 0 },
        { name: 'is two', passes: 0, fails: 1 },
      ],
    });
  });

  test('--out json has every sample with run, scenario and own tags', async () => {
    const source = `
      import { Counter } from 'k6/metrics';
      const own = new Counter('own_count');
      export const options = { scenarios: { s: { executor: 'shared-iterations', iterations: 2, tags: { t: 'v' } } } };
      export default () => { own.add(1, { mine: 'yes' }); };`;
    const { folder } = await runReal(source, { argv: ['--out', 'json=out.json.gz', '--tag', 'run=1'] });
    const lines = gunzipSync(readFileSync(join(folder, 'out.json.gz')))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const points = lines.filter((line) => line.metric === 'own_count' && line.type === 'Point');
    expect(points.map(({ data }) => data.tags)).toEqual(
      Array(2).fill({ run: '1', t: 'v', scenario: 's', group: '', mine: 'yes' }),
    );
    expect(lines.filter((line) => line.type === 'Metric').map((line) => line.metric)).toContain('iterations');
  });

  test('two scenarios share one pool of VU ids and number their own iterations', async () => {
    const { said } = await runReal(`
      import exec from 'k6/execution';
      const each = { executor: 'per-vu-iterations', vus: 2 };
      export const options = { scenarios: { a: { ...each, exec: 'a' }, b: { ...each, exec: 'b', env: { WHO: 'bee' } } } };
      const say = () => console.log(JSON.stringify([exec.scenario.name, exec.vu.idInTest, exec.scenario.iterationInTest, __ENV.WHO ?? '']));
      export const a = say, b = say;`);
    const rows = said.map((line) => JSON.parse(line) as [string, number, number, string]);
    expect(rows.map(([, vu]) => vu).sort()).toEqual([1, 2, 3, 4]);
    for (const name of ['a', 'b'])
      expect(
        rows
          .filter(([who]) => who === name)
          .map(([, , n]) => n)
          .sort(),
      ).toEqual([0, 1]);
    expect(rows.filter(([who]) => who === 'b').map(([, , , env]) => env)).toEqual(['bee', 'bee']);
  });

  test('constant-arrival-rate keeps its pace while iterations sleep', async () => {
    const { data } = await dataOf(`
      import { sleep } from 'k6';
      export const options = { scenarios: { s: { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 20 } } };
      export default async () => { await sleep(0.6); };`);
    expect(data.metrics.iterations.values.count).toBe(20);
    expect(data.metrics.dropped_iterations).toBeUndefined();
  });

  test('dropped_iterations carries the tags of its scenario', async () => {
    const { data } = await dataOf(`
      import { sleep } from 'k6';
      export const options = {
        thresholds: { 'dropped_iterations{scenario:s}': ['count==8'] },
        scenarios: { s: { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 2 } } };
      export default async () => { await sleep(1.5); };`);
    expect(data.metrics['dropped_iterations{scenario:s}'].values.count).toBe(8);
  });

  test('ramping-vus ramps up and down and interrupts after gracefulRampDown', async () => {
    const { data, code } = await dataOf(`
      import { sleep } from 'k6';
      export const options = { scenarios: { s: { executor: 'ramping-vus', startVUs: 0, gracefulRampDown: '0s', gracefulStop: '0s',
        stages: [{ duration: '1s', target: 4 }, { duration: '1s', target: 0 }] } } };
      export default async () => { await sleep(60); };
      `);
    expect(code).toBe(0);
    expect(data.metrics.iterations).toBeUndefined();
    expect(data.state.testRunDurationMs).toBeLessThan(2900);
  });
});

describe('the exit code of a script', () => {
  const DEFAULT = 'export default () => {};';

  test.each([
    ['an exception in init', `throw new Error('no'); ${DEFAULT}`, 107],
    ['test.abort in init', `import exec from 'k6/execution'; exec.test.abort('refused'); ${DEFAULT}`, 108],
    ['an exception in a sync setup', `export function setup() { throw new Error('no'); } ${DEFAULT}`, 107],
    ['an async setup that rejects', `export async function setup() { throw new Error('no'); } ${DEFAULT}`, 255],
    [
      'test.abort in setup',
      `import exec from 'k6/execution'; export function setup() { exec.test.abort('no'); } ${DEFAULT}`,
      108,
    ],
    [
      'a setup that takes too long',
      `import { sleep } from 'k6'; export const options = { setupTimeout: '100ms' }; export async function setup() { await sleep(5); } ${DEFAULT}`,
      100,
    ],
    [
      'a teardown that takes too long',
      `import { sleep } from 'k6'; export const options = { teardownTimeout: '100ms' }; export async function teardown() { await sleep(5); } ${DEFAULT}`,
      101,
    ],
    ['an exception in teardown', `export function teardown() { throw new Error('no'); } ${DEFAULT}`, 107],
    ['an exception in an iteration', `export default () => { throw new Error('no'); }`, 0],
    [
      'test.abort in an iteration',
      `import exec from 'k6/execution'; export default () => exec.test.abort('stop');`,
      108,
    ],
    ['test.fail', `import exec from 'k6/execution'; export default () => exec.test.fail('bad');`, 110],
    [
      'test.fail in teardown',
      `import exec from 'k6/execution'; export function teardown() { exec.test.fail('bad'); } ${DEFAULT}`,
      110,
    ],
    [
      'test.fail in handleSummary',
      `import exec from 'k6/execution'; export function handleSummary() { exec.test.fail('bad'); return {}; } ${DEFAULT}`,
      0,
    ],
    ['an exception in handleSummary', `export function handleSummary() { throw new Error('no'); } ${DEFAULT}`, 0],
    ['a threshold that fails', `export const options = { thresholds: { iterations: ['count>5'] } }; ${DEFAULT}`, 99],
    [
      'a threshold on an unknown metric',
      `export const options = { thresholds: { nope: ['count>5'] } }; ${DEFAULT}`,
      104,
    ],
    [
      'an unknown exec function',
      `export const options = { scenarios: { s: { executor: 'per-vu-iterations', exec: 'nope' } } }; ${DEFAULT}`,
      104,
    ],
    ['a syntax error', `export default () => {`, 107],
    ['an unknown import', `import x from 'k6/x/nope'; ${DEFAULT}`, 107],
  ])('the script ends with its exit code: %s', async (_name, source, code) => {
    const run = await runReal(source);
    expect([run.code, run.logged]).toEqual([code, expect.anything()]);
  });

  test('--no-setup and --no-teardown skip setup and teardown, --no-thresholds all thresholds', async () => {
    const source = `export const options = { thresholds: { nope: ['count>5'] } };
      export function setup() { console.log('setup'); } export function teardown() { console.log('teardown'); } ${DEFAULT}`;
    const run = await runReal(source, { argv: ['--no-setup', '--no-teardown', '--no-thresholds'] });
    expect([run.code, run.said]).toEqual([0, []]);
  });

  test('an interrupt ends the run with 105, without gracefulStop, after teardown and summary', async () => {
    const run = await runReal(
      `import { sleep } from 'k6';
       export const options = { duration: '1h', vus: 2 };
       export default async () => { console.log('begun'); await sleep(3600); };
       export function teardown() { console.log('teardown'); }`,
      { interruptWhen: (log) => log.split('begun').length > 2 },
    );
    expect([run.code, run.said]).toEqual([105, ['begun', 'begun', 'teardown']]);
    expect(run.stdout).toContain('0 complete and 2 interrupted iterations');
  });
});
