import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../../../engine/run.ts';
import type { Case } from './case.ts';

const TIME_LIMIT_MS = 20_000;

export interface CaseOutcome {
  readonly exitCode: number | null;
  /** stdout and stderr in one. */
  readonly printed: string;
}

/** Runs a case in process, or on `$HEADROOM_K6` where that is set; `base` is the server's URL, the script's `__ENV.BASE`. */
export async function runCase(one: Case, base: string): Promise<CaseOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-conformance-'));
  await writeFile(join(folder, 'script.js'), one.script);
  const argv = ['--no-color', '-e', `BASE=${base}`, ...(one.flags ?? []), 'script.js'];
  const k6 = process.env.HEADROOM_K6;
  try {
    return await (k6 ? spawned(k6, argv, folder, one.env) : inProcess(argv, folder, one.env));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inProcess(argv: readonly string[], cwd: string, env: Case['env']): Promise<CaseOutcome> {
  let printed = '';
  const stream = {
    write: (text: string | Uint8Array) => {
      printed += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  };
  const io = { stdout: stream, stderr: stream, env: env ?? {}, cwd, onInterrupt: () => () => {} };
  return { exitCode: await runScript(argv, io), printed };
}

async function spawned(k6: string, argv: readonly string[], cwd: string, env: Case['env']): Promise<CaseOutcome> {
  const child = spawn(k6, ['run', ...argv], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, K6_NO_USAGE_REPORT: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, printed };
}
