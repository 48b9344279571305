import { spawn } from 'node:child_process';
import type { RunIo, TextStream } from '@headroom/engine';
import { unguarded } from '../io/command-io.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { k6View } from './k6-view.ts';

/** Signals that reach only this process. They are passed on, or k6 would go on loading the org. */
const PASSED_ON = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `k6 run` in the process group of this terminal, so that Ctrl+C reaches it too. Where the run can be watched by its
 * samples, k6 shows no progress (docs/facts/k6.md, K1.12) and its words go through this process. Returns its exit code.
 * `started` is told its process id; `io.signal` interrupts it as Ctrl+C would.
 */
export async function spawnK6(
  k6: string,
  words: readonly string[],
  io: RunIo,
  started?: (pid: number) => void,
): Promise<number> {
  const view = k6View(words, io);
  const to = (stream: TextStream, own: NodeJS.WriteStream) =>
    view === undefined && unguarded(stream) === own ? 'inherit' : 'pipe';
  const stdio = ['inherit', to(io.stdout, process.stdout), to(io.stderr, process.stderr)] as const;
  const quiet = view === undefined ? [] : ['--quiet'];
  const child = spawn(k6, ['run', ...quiet, ...words], { stdio: [...stdio], cwd: io.cwd });
  if (child.pid !== undefined) started?.(child.pid);
  for (const name of ['stdout', 'stderr'] as const) {
    const pass = view === undefined ? (bytes: Buffer) => io[name].write(bytes) : view.pass.bind(view, name);
    child[name]?.on('data', pass);
  }
  view?.start();
  try {
    return await exitCode(child, k6, io);
  } finally {
    await view?.end();
  }
}

function exitCode(child: ReturnType<typeof spawn>, k6: string, io: RunIo): Promise<number> {
  return new Promise((resolve) => {
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
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? INTERRUPTED : 255));
    });
  });
}
