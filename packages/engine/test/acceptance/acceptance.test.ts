import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksOf, countSeen, mismatches, thresholdsOf } from './compare.ts';
import { EXPECTED } from './expected.ts';
import { runScriptFile } from './run.ts';
import { type AcceptanceServer, startServer } from './server.ts';

const FOLDER = 'packages/engine/test/acceptance';
const TIMEOUT_MS = 40_000;

describe('scripts written from the k6 documentation have the outcome written beforehand', () => {
  let server: AcceptanceServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  it('there are fourteen, each with its outcome', () => {
    const scripts = readdirSync(FOLDER).filter((name) => /^\d\d-.*\.js$/.test(name));
    expect(scripts).toHaveLength(14);
    expect(Object.keys(EXPECTED).sort()).toEqual(scripts.sort());
  });

  it.each(Object.entries(EXPECTED))('%s', { timeout: TIMEOUT_MS }, async (name, expected) => {
    const outcome = await runScriptFile(join(FOLDER, name), server.base);
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
  });
});
