import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcceptanceServer, startServer } from '../acceptance/server.ts';
import { runCase } from './run-case.ts';
import { SECTION_1 } from './section-1.ts';
import { SECTION_2 } from './section-2.ts';
import { SECTIONS_4_TO_8 } from './section-4-to-8.ts';

const CASES = [...SECTION_1, ...SECTION_2, ...SECTIONS_4_TO_8];

describe('facts about k6, as scripts with expected outcomes', () => {
  let server: AcceptanceServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('each has an id of its own', () => {
    const ids = CASES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(CASES)('$id: $fact', async (one) => {
    const { exitCode, printed } = await runCase(one, server.base);
    expect(exitCode, printed).toBe(one.exitCode);
    for (const part of one.printed ?? []) expect(printed).toContain(part);
    for (const part of one.notPrinted ?? []) expect(printed).not.toContain(part);
  });
});
