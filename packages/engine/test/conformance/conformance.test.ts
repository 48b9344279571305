import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lane } from '../../src/contract/script.ts';
import { type AcceptanceServer, startServer } from '../acceptance/server.ts';
import { isDeep } from '../deep.ts';
import { keepEsbuildAlive } from '../esbuild-service.ts';
import type { ConformanceCase } from './case.ts';
import { CONFORMANCE_CASES } from './cases.ts';
import { runCase } from './run-case.ts';

/**
 * The lanes that a case runs in; a k6 has none. Of what is about both lanes test:deep runs both, and `npm test` every
 * tenth case in the worker lane: a thread for each VU is what the suite's time goes into, and the tests of the modules
 * run what each lane has of its own in both.
 */
function lanesOf({ lanes }: ConformanceCase, at: number): readonly (Lane | 'auto' | 'k6')[] {
  if (process.env.HEADROOM_K6) return ['k6'];
  if (lanes) return lanes;
  if (isDeep) return ['async', 'worker'];
  return at % 10 === 0 ? ['worker'] : ['async'];
}

const RUNS = CONFORMANCE_CASES.flatMap((one, at) => lanesOf(one, at).map((lane) => ({ ...one, lane })));

describe('a fact about k6, as a script with its outcome', () => {
  let server: AcceptanceServer;
  beforeAll(async () => {
    keepEsbuildAlive();
    server = await startServer();
  });
  afterAll(() => server.close());

  it('no fact stands twice', () => {
    const names = CONFORMANCE_CASES.map(({ id, fact }) => `${id} ${fact}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it.concurrent.each(RUNS)('$id: $fact [$lane]', async ({ lane, ...one }) => {
    const { exitCode, printed, written } = await runCase(one, server.base, lane === 'k6' ? 'auto' : lane);
    if (one.exitCode === 'failure') expect(exitCode, printed).not.toBe(0);
    else expect(exitCode, printed).toBe(one.exitCode);
    for (const part of one.printed ?? []) expect(printed).toContain(part);
    for (const part of one.notPrinted ?? []) expect(printed).not.toContain(part);
    for (const [name, text] of Object.entries(one.written ?? {})) {
      if (typeof text === 'string') expect(written[name]).toBe(text);
      else for (const part of text) expect(written[name]).toContain(part);
    }
    for (const [part, times] of Object.entries(one.times ?? {})) {
      expect(printed.split(part).length - 1, `${part}\n${printed}`).toBe(times);
    }
  });
});
