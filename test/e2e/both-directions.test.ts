import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isDeep } from '../deep.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { accountIn, causeOf, matrixPlan } from './ledgers/matrix.ts';
import { PLANTED, type PlantedLies } from './ledgers/planted-lies.ts';

/**
 * The fault matrix in both directions: a proxy plants faults of one kind, and the ledgers and receipts of the run name
 * each of them, and nothing else.
 */

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-matrix-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function virtually(seed: number, lies: PlantedLies['lies']) {
  const result = path.join(folder, `${seed}.json`);
  const env = { RESULT: result, SEED: `${seed}` };
  const plan = matrixPlan(folder, seed % 2 === 0 ? 'exact' : 'dense');
  const { exitCode } = await playOnVirtualClock({ script: 'contact-centre', plan, env, lies, seed });
  return { exitCode, ...accountIn(result) };
}

const ROWS = Object.entries(PLANTED);
/** Each row several times, and each in both transports, as seeds go. */
const DRAWN = Array.from({ length: 105 }, (_, place) => place + 1).filter((seed) => isDeep || seed % 10 === 3);

describe('both accounts of a run name each planted fault, and no other, where', { timeout: NO_LIMIT }, () => {
  it.each(DRAWN.map((seed) => [ROWS[seed % ROWS.length]?.[0] ?? '', seed] as const))(
    '%s (seed %i)',
    async (row, seed) => {
      const planted = PLANTED[row]?.(seed) ?? expect.fail(row);
      const run = await virtually(seed, planted.lies);
      expect(planted.count()).toBeGreaterThan(0);
      const expected = planted.expected();
      expect(run.wrong).toEqual(expected);
      const states = Object.keys(expected);
      expect([run.cause, run.exitCode]).toEqual(states.length === 0 ? ['none', 0] : [causeOf(states), 99]);
    },
  );

  it('nothing is planted', async () => {
    for (const seed of [1, 2]) expect(await virtually(seed, {})).toEqual({ wrong: {}, cause: 'none', exitCode: 0 });
  });
});
