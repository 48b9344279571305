import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type RunIo, runScript, type TextStream } from '@headroom/engine';
import { badInput } from '../io/bad-input.ts';
import { unguarded } from '../io/command-io.ts';
import { isFolder } from '../io/is-folder.ts';
import { foundFiles } from './found-files.ts';
import { unheededName } from './heeded-names.ts';
import { runHelp } from './run-help.ts';
import { viewOfRun } from './run-view.ts';
import { heldToVerdict } from './verdict-of-run.ts';

const ENGINES = ['k6', 'embedded'] as const;

/**
 * `headroom run <script> [k6 flags]`: runs a script on the `k6` found on PATH, or on the embedded engine where there is
 * none. `--engine k6|embedded` overrides the choice; all other flags are passed on. Returns the exit code of the run, 99
 * where only its verdict is not well, or 104 when it was not started. `started` is told the process id of a real k6.
 */
export async function run(argv: readonly string[], io: RunIo, started?: (pid: number) => void): Promise<number> {
  const { engine, rest: given } = splitEngineFlag(argv);
  const rest = foundFiles(given, io.cwd);
  const refusal = engineRefusal(engine, io.env) ?? unheededName(rest) ?? resultRefusal(rest, io.cwd);
  if (refusal !== undefined) return badInput('run', refusal, io);
  const k6 = findK6(io.env);
  if (engine !== 'embedded' && k6 !== undefined) {
    io.stderr.write(`engine: k6 (${k6})\n`);
    return await heldToVerdict(rest, io, (words) => spawnK6(k6, words, io, started));
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout.write(runHelp());
    return 0;
  }
  io.stderr.write(`engine: embedded (${engine === 'embedded' ? 'as asked' : 'no k6 on PATH'}), loopback only\n`);
  const view = viewOfRun(rest, io);
  const shown = view === undefined ? io : { ...io, view };
  return await heldToVerdict(rest, io, (words) => runScript(words, shown));
}

/** The reason, in one line, why a value of `--engine` cannot be used, or undefined. */
export function engineRefusal(engine: string | undefined, env: RunIo['env']): string | undefined {
  if (engine === undefined || engine === 'embedded') return undefined;
  if (engine === '') return `--engine: no value given; allowed: ${ENGINES.join(', ')}`;
  if (engine !== 'k6') return `--engine ${engine}; allowed: ${ENGINES.join(', ')}`;
  return findK6(env) === undefined
    ? '--engine k6: no k6 on PATH; allowed: --engine embedded, or install k6'
    : undefined;
}

function splitEngineFlag(argv: readonly string[]): { engine: string | undefined; rest: string[] } {
  const rest: string[] = [];
  let engine: string | undefined;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--engine') engine = argv[++index] ?? '';
    else if (word.startsWith('--engine=')) engine = word.slice('--engine='.length);
    else rest.push(word);
  }
  return { engine, rest };
}

/**
 * The reason why the file of `-e RESULT=…`, or one in the folder of `-e RESULTS=…`, could not be written when the run ends,
 * or undefined: a script cannot make a folder.
 */
function resultRefusal(words: readonly string[], cwd: string): string | undefined {
  for (const [index, word] of words.entries()) {
    const [, name, file] = /^(RESULTS?)=(.+)$/s.exec(word) ?? [];
    if (file === undefined || !['-e', '--env'].includes(words[index - 1] ?? '')) continue;
    const output = path.resolve(cwd, file);
    if (name === 'RESULTS') {
      if (!isFolder(output)) return `-e ${word}: no such folder; allowed: a folder that is there`;
      continue;
    }
    if (isFolder(output)) return `-e ${word}: a folder; allowed: a file`;
    if (!isFolder(path.dirname(output))) return `-e ${word}: no such folder; allowed: a file in one that is there`;
  }
  return undefined;
}

/** The path of the first executable `k6` on PATH, or undefined. */
export function findK6(env: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, 'k6');
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // There is no k6 in this folder.
    }
  }
  return undefined;
}

/** Signals that reach only this process. They are passed on, or k6 would go on loading the org. */
const PASSED_ON = ['SIGTERM', 'SIGHUP'] as const;

/** Runs k6 in the process group of this terminal, so that Ctrl+C reaches it too. */
function spawnK6(k6: string, args: readonly string[], io: RunIo, started?: (pid: number) => void): Promise<number> {
  return new Promise((resolve) => {
    const to = (stream: TextStream, own: NodeJS.WriteStream) => (unguarded(stream) === own ? 'inherit' : 'pipe');
    const stdio = ['inherit', to(io.stdout, process.stdout), to(io.stderr, process.stderr)] as const;
    const child = spawn(k6, ['run', ...args], { stdio: [...stdio], cwd: io.cwd });
    child.stdout?.on('data', (bytes: Buffer) => io.stdout.write(bytes));
    child.stderr?.on('data', (bytes: Buffer) => io.stderr.write(bytes));
    if (child.pid !== undefined) started?.(child.pid);
    const interrupt = () => child.kill('SIGINT');
    io.signal?.addEventListener('abort', interrupt, { once: true });
    const ignore = () => undefined;
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', ignore);
    for (const signal of PASSED_ON) process.on(signal, passOn);
    child.once('error', (error) => {
      io.stderr.write(`headroom run: ${k6}: ${error.message}\n`);
      resolve(255);
    });
    child.once('close', (code, signal) => {
      process.off('SIGINT', ignore);
      io.signal?.removeEventListener('abort', interrupt);
      for (const signal of PASSED_ON) process.off(signal, passOn);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 105 : 255));
    });
  });
}
