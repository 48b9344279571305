import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lane } from '../../src/contract/script.ts';
import { runScript } from '../../src/index.ts';
import type { ConformanceCase } from './case.ts';

const TIME_LIMIT_MS = 20_000;

export interface CaseOutcome {
  readonly exitCode: number | null;
  /** stdout and stderr in one. */
  readonly printed: string;
}

/** A run and the files that its case asks for. */
export interface WholeOutcome extends CaseOutcome {
  readonly written: Readonly<Record<string, string>>;
}

/**
 * Runs a case in process in one lane, or on `$HEADROOM_K6` where that is set; `base` is the server's URL, the script's
 * `__ENV.BASE`. `__ENV.CASE` is a name of this run alone.
 */
export async function runCase(one: ConformanceCase, base: string, lane: Lane | 'auto' = 'auto'): Promise<WholeOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-conformance-'));
  const script = one.file ?? 'script.js';
  for (const [name, text] of Object.entries({ ...one.files, [script]: one.script })) {
    await writeFile(join(folder, name), text);
  }
  const argv = ['--no-color', '-e', `BASE=${base}`, '-e', `CASE=${randomUUID()}`, ...(one.flags ?? []), script];
  const k6 = process.env.HEADROOM_K6;
  try {
    const outcome = await (k6 ? spawned(k6, argv, folder, one) : inProcess(['--lane', lane, ...argv], folder, one));
    const names = Object.keys(one.written ?? {});
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
    return { ...outcome, written: Object.fromEntries(names.map((name, at) => [name, texts[at] ?? ''])) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Keeps what is printed, and interrupts once it holds what the case names. */
class Printed {
  text = '';
  readonly #interruptAt: string[];
  readonly #interrupt: () => void;

  constructor({ interruptAt }: ConformanceCase, interrupt: () => void) {
    this.#interruptAt = [...(interruptAt ?? [])];
    this.#interrupt = interrupt;
  }

  add(text: string): void {
    this.text += text;
    const next = this.#interruptAt[0];
    if (next === undefined || !this.text.includes(next)) return;
    this.#interruptAt.shift();
    this.#interrupt();
  }
}

async function inProcess(argv: readonly string[], cwd: string, one: ConformanceCase): Promise<CaseOutcome> {
  let interrupt = () => {};
  const printed = new Printed(one, () => setImmediate(interrupt));
  const stream = {
    write: (text: string | Uint8Array) => printed.add(typeof text === 'string' ? text : Buffer.from(text).toString()),
  };
  const onInterrupt = (listener: () => void) => {
    interrupt = listener;
    return () => {};
  };
  const io = { stdout: stream, stderr: stream, env: one.env ?? {}, cwd, onInterrupt };
  return { exitCode: await runScript(argv, io), printed: printed.text };
}

async function spawned(k6: string, argv: readonly string[], cwd: string, one: ConformanceCase): Promise<CaseOutcome> {
  const child = spawn(k6, ['run', ...argv], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, K6_NO_USAGE_REPORT: 'true', ...one.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
  });
  const printed = new Printed(one, () => child.kill('SIGINT'));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.add(String(chunk)));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, printed: printed.text };
}
