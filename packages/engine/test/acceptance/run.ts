import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from '../../../../test/child.ts';
import { runScript } from '../../src/index.ts';

const TIME_LIMIT_MS = 30_000;

interface ExportedCheck {
  readonly path: string;
  readonly passes: number;
  readonly fails: number;
}

interface ExportedGroup {
  readonly groups: Readonly<Record<string, ExportedGroup>>;
  readonly checks: Readonly<Record<string, ExportedCheck>>;
}

type ExportedMetric = Readonly<Record<string, number | Readonly<Record<string, boolean>>>>;

/** The file of `--summary-export`; in `thresholds`, true is a threshold that failed. */
export interface SummaryExport {
  readonly root_group: ExportedGroup;
  readonly metrics: Readonly<Record<string, ExportedMetric>>;
}

/** What came of a script that ran from its arguments to its exit code. */
export interface ScriptOutcome extends Printed {
  readonly summary: SummaryExport;
}

interface Printed {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `$HEADROOM_K6` where it is set, else the embedded engine as it was built. */
export function engine(): readonly [command: string, ...args: string[]] {
  const k6 = process.env.HEADROOM_K6;
  if (k6 !== undefined && k6 !== '') return [k6, 'run'];
  return [process.execPath, 'dist/node/headroom.js', 'run', '--engine', 'embedded'];
}

/**
 * Runs a script and reads its summary export: in this process on the embedded engine, or on `$HEADROOM_K6`. A k6 that
 * takes more than 30 s is killed; its exit code is null.
 */
export async function runScriptFile(script: string, base: string): Promise<ScriptOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-acceptance-'));
  const file = join(folder, 'summary.json');
  const argv = ['--no-color', '--summary-export', file, '-e', `BASE=${base}`, script];
  try {
    const { exitCode, stdout, stderr } = await (process.env.HEADROOM_K6 ? spawned(argv) : inProcess(argv));
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`${script} exited with ${exitCode} and no summary: ${stderr}${stdout}`);
    });
    return { exitCode, stdout, stderr, summary: JSON.parse(text) as SummaryExport };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spawned(argv: readonly string[]): Promise<Printed> {
  const [command, ...args] = engine();
  const child = spawn(command, [...args, ...argv], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, K6_NO_USAGE_REPORT: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
  });
  const { code, stdout, stderr } = await finished(child);
  return { exitCode: code, stdout, stderr };
}

async function inProcess(argv: readonly string[]): Promise<Printed> {
  const printed = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof printed) => ({
    write: (text: string | Uint8Array) => {
      printed[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const io = { stdout: stream('stdout'), stderr: stream('stderr'), env: {}, cwd: process.cwd() };
  const exitCode = await runScript(argv, io);
  return { exitCode, ...printed };
}
