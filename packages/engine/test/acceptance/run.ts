import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from '../../../../test/child.ts';

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

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: SummaryExport;
}

/** `$HEADROOM_K6` where it is set, else the embedded engine as it was built. */
export function engine(): readonly [command: string, ...args: string[]] {
  const k6 = process.env.HEADROOM_K6;
  if (k6 !== undefined && k6 !== '') return [k6, 'run'];
  return [process.execPath, 'dist/node/headroom.js', 'run', '--engine', 'embedded'];
}

/** Runs a script as a user does and reads its summary export. A run of more than 30 s is killed: its exit code is null. */
export async function runScriptFile(script: string, base: string): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-acceptance-'));
  const file = join(folder, 'summary.json');
  const [command, ...args] = engine();
  try {
    const child = spawn(command, [...args, '--no-color', '--summary-export', file, '-e', `BASE=${base}`, script], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, K6_NO_USAGE_REPORT: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIME_LIMIT_MS,
    });
    const { code: exitCode, stdout, stderr } = await finished(child);
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`${script} exited with ${exitCode} and no summary: ${stderr}${stdout}`);
    });
    return { exitCode, stdout, stderr, summary: JSON.parse(text) as SummaryExport };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
