import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Files of samples of any size, made of those of one real run, and what a command takes to read them. */

const POLL_MS = 50;
/** Of the bench that was started: what it shares with others is built into a file elsewhere. */
const HERE = path.dirname(path.resolve(process.argv[1] ?? ''));
const HEADROOM = path.join(HERE, '../headroom.js');
const ROOT = path.join(HERE, '../../..');

/** The plan of the run. */
export const PLAN = path.join(ROOT, 'plans/smoke.json');

function headroom(args: readonly string[]) {
  return spawn(process.execPath, [HEADROOM, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The sample lines of one run of `contact-centre` with the smoke plan against a tenant on loopback. */
export async function realLines(folder: string): Promise<string[]> {
  const samples = path.join(folder, 'run.ndjson');
  const tenant = headroom(['tenant', '--port', '0']);
  const [line] = (await once(createInterface({ input: tenant.stdout }), 'line')) as [string];
  const { address } = JSON.parse(line) as { address: string };
  const values = ['-e', `PLAN=${PLAN}`, '-e', `TARGET=${address}`];
  const bundle = path.join(ROOT, 'dist/contact-centre.js');
  const run = headroom(['run', bundle, '--engine', 'embedded', ...values, '--out', `json=${samples}`]);
  run.stdout.resume();
  await once(run, 'exit');
  tenant.kill('SIGINT');
  return readFileSync(samples, 'utf8').trimEnd().split('\n');
}

/**
 * Writes about `bytes`: the lines, then their samples again and again, each round right after the one before.
 *
 * @param lastsMs how long the run is to seem that the file is of; without it as long as all rounds took
 */
export async function writeLines(
  file: string,
  lines: readonly string[],
  bytes: number,
  lastsMs?: number,
): Promise<void> {
  const out = createWriteStream(file);
  const samples = lines.filter((line) => line.includes('"type":"Point"'));
  const declarations = lines.filter((line) => !line.includes('"type":"Point"'));
  const times = samples.map((line) => Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? ''));
  const roundMs = (times.at(-1) ?? 0) - (times[0] ?? 0) + 1;
  const rounds = Math.ceil(bytes / (lines.join('\n').length + 1));
  const pace = lastsMs === undefined ? 1 : lastsMs / (rounds * roundMs);
  const [startMs = 0] = times;
  let written = 0;
  for (let round = 0; written < bytes; round++) {
    const moved = samples.map((line, at) => {
      const sinceMs = (times[at] ?? 0) - startMs + round * roundMs;
      const time = new Date(startMs + sinceMs * pace).toISOString();
      return line.replace(/"time":"[^"]+"/, `"time":"${time}"`);
    });
    const text = `${(round === 0 ? [...declarations, ...moved] : moved).join('\n')}\n`;
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

/** Seconds and peak memory (MB, as the kernel counts it) of a command, which has to end with one of `codes`. */
export async function measured(args: readonly string[], codes: readonly number[]) {
  const begun = performance.now();
  const child = headroom(args);
  child.stdout.resume();
  let megabytes = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
    } catch {
      // The process has ended.
    }
  }, POLL_MS);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(look);
  if (!codes.includes(code)) throw new Error(`headroom ${args[0]} ended with ${code}`);
  return { seconds: (performance.now() - begun) / 1_000, megabytes };
}
