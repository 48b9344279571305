import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type RunIo, runScript } from '../../engine/run.ts';

const ENGINES = ['k6', 'embedded'] as const;
type Engine = (typeof ENGINES)[number];

/**
 * `headroom run <script> [k6 flags]`: on the `k6` found on PATH, else on the embedded engine; `--engine` decides by
 * hand. Everything else is handed on as it stands. Gives k6's exit code.
 */
export async function run(argv: readonly string[], io: RunIo): Promise<number> {
  const { engine, rest } = takeEngine(argv);
  if (engine !== undefined && !isEngine(engine)) {
    io.stderr.write(`headroom run: --engine ${engine}; allowed: ${ENGINES.join(', ')}\n`);
    return 104;
  }
  const k6 = findK6(io.env);
  if (engine === 'k6' && k6 === undefined) {
    io.stderr.write('headroom run: --engine k6: no k6 on PATH; allowed: --engine embedded, or install k6\n');
    return 104;
  }
  if (engine !== 'embedded' && k6 !== undefined) {
    io.stderr.write(`engine: k6 (${k6})\n`);
    return await spawnK6(k6, rest, io);
  }
  io.stderr.write(`engine: embedded (${engine === 'embedded' ? 'as asked' : 'no k6 on PATH'}), loopback only\n`);
  return await runScript(rest, io);
}

function isEngine(name: string): name is Engine {
  return (ENGINES as readonly string[]).includes(name);
}

function takeEngine(argv: readonly string[]): { engine: string | undefined; rest: string[] } {
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

/** The `k6` on PATH, if there is one. */
export function findK6(env: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, 'k6');
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** k6 shares the terminal and its process group, so that Ctrl+C reaches it too. */
function spawnK6(k6: string, args: readonly string[], io: RunIo): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(k6, ['run', ...args], { stdio: 'inherit', cwd: io.cwd });
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    child.once('error', (error) => {
      io.stderr.write(`headroom run: ${k6}: ${error.message}\n`);
      resolve(255);
    });
    child.once('close', (code, signal) => {
      process.off('SIGINT', ignore);
      resolve(code ?? (signal === 'SIGINT' ? 105 : 255));
    });
  });
}
