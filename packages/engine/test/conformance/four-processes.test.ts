import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished } from '../../../../test/child.ts';
import { engine } from '../acceptance/run.ts';

const SCRIPT = `
  import exec from 'k6/execution';
  import { sleep } from 'k6';
  export const options = { scenarios: {
    loop: { executor: 'constant-vus', vus: 6, duration: '1s', exec: 'loop' },
    steady: { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 8, exec: 'count' },
    falling: { executor: 'ramping-arrival-rate', startRate: 20, stages: [{ target: 1, duration: '1s' }], preAllocatedVUs: 8, exec: 'count' },
    shared: { executor: 'shared-iterations', vus: 4, iterations: 10, exec: 'count' },
    each: { executor: 'per-vu-iterations', vus: 5, iterations: 2, exec: 'count' },
  } };
  const say = () => console.log('row ' + [exec.scenario.name, exec.vu.idInTest, exec.scenario.iterationInTest] + ';');
  export async function loop() { say(); await sleep(1.2); }
  export async function count() { say(); await sleep(0.02); }
  export function handleSummary({ metrics }) { return { stdout: 'max ' + metrics.vus_max.values.max + ';' }; }`;

interface Row {
  readonly scenario: string;
  readonly vu: number;
  readonly iteration: number;
}

interface Ran {
  readonly rows: readonly Row[];
  readonly maxVus: number;
}

const SEQUENCE = '0,1/4,2/4,3/4,1';
const SEGMENTS = ['0:1/4', '1/4:2/4', '2/4:3/4', '3/4:1'];

describe('four processes with a quarter of the test each', () => {
  let folder = '';
  let whole: Ran;
  let quarters: readonly Ran[];

  async function run(flags: readonly string[]): Promise<Ran> {
    const [command, ...args] = engine();
    const child = spawn(command, [...args, '--no-color', ...flags, join(folder, 'script.js')], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, K6_NO_USAGE_REPORT: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    });
    const { code, stdout, stderr } = await finished(child);
    expect(code, stderr).toBe(0);
    const rows = [...`${stdout}${stderr}`.matchAll(/row (\w+),(\d+),(\d+);/g)].map(
      ([, scenario = '', vu, iteration]): Row => ({ scenario, vu: Number(vu), iteration: Number(iteration) }),
    );
    return { rows, maxVus: Number(/max (\d+);/.exec(stdout)?.[1]) };
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headroom-segments-'));
    await writeFile(join(folder, 'script.js'), SCRIPT);
    whole = await run([]);
    quarters = await Promise.all(
      SEGMENTS.map((segment) => run(['--execution-segment', segment, '--execution-segment-sequence', SEQUENCE])),
    );
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const rowsOf = ({ rows }: Ran, scenario: string) => rows.filter((row) => row.scenario === scenario);
  const together = (scenario: string) => quarters.flatMap((quarter) => rowsOf(quarter, scenario));
  const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

  it('four quarters give together the VUs, iterations and ids of the whole', () => {
    expect(quarters.reduce((sum, { maxVus }) => sum + maxVus, 0)).toBe(whole.maxVus);
    for (const scenario of ['loop', 'steady', 'falling', 'shared', 'each']) {
      const all = together(scenario).map(({ iteration }) => iteration);
      expect([scenario, all.length]).toEqual([scenario, rowsOf(whole, scenario).length]);
      expect([scenario, new Set(all).size]).toEqual([scenario, all.length]);
    }
  });

  it('four quarters number the iterations without gaps where the whole does; of per-vu-iterations only the VUs are divided', () => {
    for (const scenario of ['loop', 'steady', 'falling', 'shared']) {
      const numbers = (rows: readonly Row[]) => sorted(rows.map(({ iteration }) => iteration));
      expect([scenario, numbers(together(scenario))]).toEqual([scenario, numbers(rowsOf(whole, scenario))]);
    }
  });

  it('no two quarters share a VU, and each scenario has as many VUs as in the whole', () => {
    const ids = quarters.map(({ rows }) => new Set(rows.map(({ vu }) => vu)));
    const all = ids.flatMap((set) => [...set]);
    expect(new Set(all).size).toBe(all.length);
    for (const scenario of ['loop', 'each']) {
      const vus = (rows: readonly Row[]) => new Set(rows.map(({ vu }) => vu)).size;
      expect([scenario, vus(together(scenario))]).toEqual([scenario, vus(rowsOf(whole, scenario))]);
    }
  });
});
