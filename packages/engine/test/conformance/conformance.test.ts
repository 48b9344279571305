import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lane } from '../../src/contract/script.ts';
import { type AcceptanceServer, startServer } from '../acceptance/server.ts';
import { CASES } from './cases.ts';
import { runCase } from './run-case.ts';

const LANES: readonly Lane[] = ['async', 'worker'];

/** Each case once in each lane it is about; a k6 has no lanes. */
const RUNS = CASES.flatMap((one) => {
  const lanes = process.env.HEADROOM_K6 ? (['k6'] as const) : (one.lanes ?? LANES);
  return lanes.map((lane) => ({ ...one, lane }));
});

describe('facts about k6, as scripts with expected outcomes', () => {
  let server: AcceptanceServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('each stands once', () => {
    const names = CASES.map(({ id, fact }) => `${id} ${fact}`);
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
