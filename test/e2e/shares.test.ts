import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CAPACITY, plan as causePlan } from '../../bench/cause-plan.ts';
import { merge } from '../../cli/merge/merge.ts';
import { segmentOf } from '../../lib/plan/segment.ts';
import type { Verdict } from '../../lib/verdict/verdict.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { DEEP } from '../deep.ts';
import { NO_LIMIT, playTogether, type Setting } from '../virtual/play.ts';

const root = mkdtempSync(path.join(tmpdir(), 'headroom-shares-'));
afterAll(() => rmSync(root, { recursive: true }));

interface Played {
  readonly folder: string;
  readonly exitCodes: readonly number[];
  readonly stdout: readonly string[];
  /** The most sessions that the tenant had open at once. */
  readonly tenantPeak: number;
}

let folders = 0;

/** Plays the plan as `count` shares against one tenant, or as a whole where it is 1; each writes result and samples. */
async function playAs(count: number, setting: Setting, plan: object): Promise<Played> {
  const folder = path.join(root, `${++folders}`);
  mkdirSync(folder);
  const bounds = Array.from({ length: count + 1 }, (_, at) => (at === 0 ? '0' : at === count ? '1' : `${at}/${count}`));
  const { runs, tenant } = await playTogether(
    setting,
    Array.from({ length: count }, (_, at) => ({
      script: 'contact-centre',
      plan,
      env: { RUN: 'one', RESULTS: folder, ...(count === 1 ? {} : { SHARES: `${count}` }) },
      flags: [
        '--out',
        `json=${path.join(folder, `${at}.ndjson.gz`)}`,
        ...(count === 1
          ? []
          : ['--execution-segment', `${bounds[at]}:${bounds[at + 1]}`, '--execution-segment-sequence', bounds.join(',')]),
      ],
    })),
  );
  return {
    folder,
    exitCodes: runs.map(({ exitCode }) => exitCode),
    stdout: runs.map(({ stdout }) => stdout),
    tenantPeak: tenant.org.record.entries.length,
  };
}

async function merged(folder: string, ...inputs: string[]) {
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const io = { stdout, stderr, env: {}, cwd: folder };
  const output = `../${path.basename(folder)}-merged.json`;
  const code = await merge(inputs.length === 0 ? ['.'] : inputs, { output, e: [] }, io);
  const result = code === 104 ? undefined : JSON.parse(readFileSync(path.join(folder, output), 'utf8'));
  return { code, stdout: stdout.text, stderr: stderr.text, result };
}

const CASES: readonly (readonly [name: string, cause: string, setting: Setting])[] = [
  ['healthy', 'none', { sets: CAPACITY }],
  ['ceiling', 'tenant-connection-ceiling', { profile: 'tenant-connection-ceiling', sets: [...CAPACITY, 'ceiling.max=40'] }],
  ['stall', 'wrap-up-stall', { profile: 'wrap-up-stall', sets: CAPACITY }],
];

describe('x', () => {
  it.each(CASES)('%s', async (name, cause, setting) => {
    const plan = { ...causePlan(), gate: 'ci' };
    for (const n of [1, 2, 4]) {
      const t = Date.now();
      const played = await playAs(n, setting, plan);
      const m = await merged(played.folder);
      console.log(name, n, Date.now() - t, played.exitCodes, m.code, m.stdout, m.stderr, m.result?.peak);
    }
    void segmentOf; void DEEP; 
  }, NO_LIMIT);
});
