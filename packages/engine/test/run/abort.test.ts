import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runReal } from './run-real.ts';

const EXPORT = `export function handleSummary(data) { return { 'data.json': JSON.stringify(data) }; }\n`;

async function metricsOf(source: string, settings: Parameters<typeof runReal>[1] = {}) {
  const run = await runReal(EXPORT + source, settings);
  return { ...run, metrics: JSON.parse(readFileSync(join(run.folder, 'data.json'), 'utf8')).metrics };
}

describe('a run that is aborted', () => {
  test('the iteration that called test.abort counts, and the iterations that it cut do not', async () => {
    const { code, metrics } = await metricsOf(`
      import exec from 'k6/execution'; import { sleep } from 'k6';
      export const options = { vus: 3, duration: '1h' };
      export default async () => {
        if (exec.vu.idInInstance < 3) await sleep(3600);
        await sleep(0.2);
        exec.test.abort('enough');
      };`);
    expect(code).toBe(108);
    expect(metrics.iterations.values.count).toBe(1);
  });

  test('test.abort in teardown ends with 108', async () => {
    const { code } = await runReal(`
      import exec from 'k6/execution';
      export default () => {};
      export function teardown() { exec.test.abort('late'); }`);
    expect(code).toBe(108);
  });

  test('abortOnFail ends with 99 without gracefulStop; teardown runs', async () => {
    const { code, said, metrics } = await metricsOf(`
      import { sleep } from 'k6'; import { Rate } from 'k6/metrics';
      const ok = new Rate('ok_rate');
      export const options = { vus: 2, duration: '1h', thresholds: { ok_rate: [{ threshold: 'rate>0.5', abortOnFail: true }] } };
      export default async () => { ok.add(false); await sleep(3600); };
      export function teardown() { console.log('teardown'); }`);
    expect([code, said]).toEqual([99, ['teardown']]);
    expect(metrics.ok_rate.thresholds).toEqual({ 'rate>0.5': { ok: false } });
    expect(metrics.iterations).toBeUndefined();
  });

  test('delayAbortEval keeps the run going until then', async () => {
    const { code, metrics } = await metricsOf(`
      import { sleep } from 'k6'; import { Rate } from 'k6/metrics';
      const ok = new Rate('ok_rate');
      export const options = { iterations: 5, thresholds: { ok_rate: [{ threshold: 'rate>0.5', abortOnFail: true, delayAbortEval: '1m' }] } };
      export default async () => { ok.add(false); await sleep(0.5); };`);
    expect(code).toBe(99);
    expect(metrics.iterations.values.count).toBe(5);
  });

  test('iterations that gracefulStop cuts are not counted, and the exit code is 0', async () => {
    const { code, stdout, metrics } = await metricsOf(`
      import { sleep } from 'k6';
      export const options = { scenarios: { s: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '100ms' } } };
      export default async () => { await sleep(60); };`);
    expect(code).toBe(0);
    expect(stdout).toContain('0 complete and 2 interrupted iterations');
    expect(metrics.iterations).toBeUndefined();
  });

  test('an interrupt in setup cuts it and skips teardown, and the summary follows', async () => {
    const { code, said, metrics } = await metricsOf(
      `import { sleep } from 'k6';
       export async function setup() { console.log('in setup'); await sleep(3600); }
       export default () => {};
       export function teardown() { console.log('teardown'); }`,
      { interruptWhen: (log) => log.includes('in setup') },
    );
    expect([code, said]).toEqual([105, ['in setup']]);
    expect(metrics.iterations).toBeUndefined();
  });
});
