import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { condensed } from './condensed.ts';
import { GOLDEN_CASES } from './golden-cases.ts';
import { NO_LIMIT, playTogether } from './play.ts';

/**
 * Every sample that a run pushes, in all five bundles and both transports, as it was when the files in golden/ were
 * written. `GOLDEN=write npx vitest run test/virtual/golden.test.ts` writes them anew: do so only for a change that is
 * meant to change what is measured.
 */
const WRITE = process.env.GOLDEN === 'write';

it.each(GOLDEN_CASES.map((golden) => [golden.name, golden] as const))(
  '%s measures what it always has',
  async (name, golden) => {
    const file = path.join(import.meta.dirname, 'golden', `${name}.json`);
    const { runs, virtualMs } = await playTogether(golden, golden.runs);
    const measured = {
      virtualMs,
      runs: runs.map(({ exitCode, samples }, place) => ({
        script: golden.runs[place]?.script,
        exitCode,
        samples: condensed(samples),
      })),
    };
    if (WRITE) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
    else if (!existsSync(file)) throw new Error(`${file}: no such file; GOLDEN=write writes it`);
    expect(measured).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  },
  NO_LIMIT,
);
