import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type RunIo, runScript } from '@headroom/engine';
import { badInput } from '../io/bad-input.ts';
import { isFolder } from '../io/is-folder.ts';
import { foundFiles } from './found-files.ts';
import { unheededName, unknownScript } from './heeded-names.ts';
import { runHelp } from './run-help.ts';
import { viewed } from './run-view.ts';
import { spawnK6 } from './spawn-k6.ts';
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
  const refusal =
    engineRefusal(engine, io.env) ?? unknownScript(rest, io.cwd) ?? unheededName(rest) ?? resultRefusal(rest, io.cwd);
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
  const shown = viewed(rest, io);
  return await heldToVerdict(rest, shown, (words) => runScript(words, shown));
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
