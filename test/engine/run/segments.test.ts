import { describe, expect, test } from 'vitest';
import { runReal } from './run-real.ts';

const SOURCE = `
  import exec from 'k6/execution';
  import { sleep } from 'k6';
  export const options = { scenarios: {
    loop: { executor: 'constant-vus', vus: 6, duration: '1s', exec: 'loop' },
    rate: { executor: 'constant-arrival-rate', rate: 15, duration: '1s', preAllocatedVUs: 8, exec: 'count' },
    once: { executor: 'shared-iterations', vus: 4, iterations: 10, exec: 'count' },
  } };
  const say = () => console.log(JSON.stringify([exec.scenario.name, exec.vu.idInTest, exec.scenario.iterationInTest, exec.test.options.executionSegment]));
  export async function loop() { say(); await sleep(1.2); }
  export async function count() { say(); await sleep(0.05); }
`;

type Row = readonly [scenario: string, idInTest: number, iterationInTest: number, segment: string | null];

async function rowsOf(argv: readonly string[]): Promise<readonly Row[]> {
  const { code, said } = await runReal(SOURCE, { argv });
  expect(code).toBe(0);
  return said.map((line) => JSON.parse(line) as Row);
}

describe('four engines with a quarter each', () => {
  test('give together the VUs, iterations and identities of one', async () => {
    const sequence = '--execution-segment-sequence=0,1/4,2/4,3/4,1';
    const segments = ['0:1/4', '1/4:2/4', '2/4:3/4', '3/4:1'];
    const whole = await rowsOf([]);
    const quarters = await Promise.all(segments.map((segment) => rowsOf([`--execution-segment=${segment}`, sequence])));
    const together = quarters.flat();
    const iterations = (rows: readonly Row[], name: string) =>
      rows.filter(([scenario]) => scenario === name).map(([, , n]) => n);
    for (const name of ['rate', 'once']) {
      const sorted = (rows: readonly Row[]) => [...iterations(rows, name)].sort((a, b) => a - b);
      expect([name, sorted(together)]).toEqual([name, sorted(whole)]);
    }
    expect(iterations(together, 'loop')).toHaveLength(iterations(whole, 'loop').length);
    const ids = quarters.map((rows) => new Set(rows.map(([, id]) => id)));
    expect(new Set(ids.flatMap((set) => [...set])).size).toBe(ids.reduce((sum, set) => sum + set.size, 0));
    expect(quarters.map((rows) => rows[0]?.[3])).toEqual(segments);
    expect(whole[0]?.[3]).toBeNull();
  });
});
