import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { keepEsbuildAlive } from '../esbuild-service.ts';
import { checksOf, countSeen, mismatches, thresholdsOf } from './compare.ts';
import { EXPECTED } from './expected.ts';
import { runScriptFile } from './run.ts';
import { startServer } from './server.ts';

const FOLDER = 'packages/engine/test/acceptance';

describe('a script written from k6’s documentation', () => {
  beforeAll(keepEsbuildAlive);

  it('each of the fourteen has an outcome written for it', () => {
    const scripts = readdirSync(FOLDER).filter((name) => /^\d\d-.*\.js$/.test(name));
    expect(scripts).toHaveLength(14);
    expect(Object.keys(EXPECTED).sort()).toEqual(scripts.sort());
  });

  it.concurrent.each(Object.entries(EXPECTED))(
    'the script %s has the outcome that was written beforehand',
    async (name, expected) => {
      const server = await startServer();
      const outcome = await runScriptFile(join(FOLDER, name), server.base).finally(() => server.close());
      expect(outcome.exitCode, outcome.stderr).toBe(expected.exitCode);
      expect(checksOf(outcome.summary.root_group)).toEqual(expected.checks ?? {});
      expect(thresholdsOf(outcome.summary)).toEqual(expected.thresholds ?? {});
      const { metrics } = outcome.summary;
      const wrong = Object.entries(expected.metrics).flatMap(([metric, figures]) =>
        mismatches(metrics[metric] ?? {}, figures).map((line) => `${metric} ${line}`),
      );
      expect(wrong).toEqual([]);
      for (const part of expected.stdout ?? []) expect(outcome.stdout).toContain(part);
      const seen = countSeen(server.seen, expected.seen);
      expect(mismatches(seen, expected.seen, true)).toEqual([]);
    },
  );
});
