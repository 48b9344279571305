import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../../src/index.ts';
import { keepEsbuildAlive } from '../esbuild-service.ts';

export interface RealRun {
  readonly code: number;
  readonly stdout: string;
  /** What the script said with console.log, line by line. */
  readonly said: readonly string[];
  /** Log lines with their level: engine and script. */
  readonly logged: readonly { readonly level: string; readonly msg: string }[];
  /** The folder that the script lies in, and relative files are written to. */
  readonly folder: string;
}

export interface RealRunSettings {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly name?: string;
  /** Whether the run is to be interrupted now, by what has been logged. */
  interruptWhen?(log: string): boolean;
}

/** Runs a script's source on the whole engine, as `k6 run` would, in a folder of its own. */
export async function runReal(source: string, settings: RealRunSettings = {}): Promise<RealRun> {
  keepEsbuildAlive();
  const folder = mkdtempSync(join(tmpdir(), 'real-'));
  const name = settings.name ?? 'script.js';
  writeFileSync(join(folder, name), source);
  const out = { stdout: '', stderr: '' };
  let interrupt: (() => void) | undefined;
  const stream = (which: keyof typeof out) => ({
    write: (text: string | Uint8Array) => {
      out[which] += typeof text === 'string' ? text : Buffer.from(text).toString();
      if (interrupt === undefined || settings.interruptWhen?.(out.stderr) !== true) return;
      setImmediate(interrupt);
      interrupt = undefined;
    },
  });
  const code = await runScript(['--log-format=json', ...(settings.argv ?? []), name], {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: settings.env ?? {},
    cwd: folder,
    onInterrupt(listener) {
      interrupt = listener;
      return () => {};
    },
  });
  const lines = out.stderr.split('\n').filter((line) => line !== '');
  const logged = lines.map((line) => JSON.parse(line) as { level: string; msg: string; source?: string });
  const said = logged.filter(({ source: from }) => from === 'console').map(({ msg }) => msg);
  return { code, stdout: out.stdout, said, logged, folder };
}
