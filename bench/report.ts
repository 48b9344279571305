import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * How long `headroom report` takes for 1 GB and for 2 GB of samples, and its peak memory. The samples are those of one
 * run, repeated with later times. Writes to a temporary folder and removes it.
 *
 *     npm run bench:report
 */
const SIZES = [1e9, 2e9];
const POLL_MS = 50;
const HERE = path.dirname(fileURLToPath(import.meta.url));
const HEADROOM = path.join(HERE, '../headroom.js');
const ROOT = path.join(HERE, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));

function headroom(args: readonly string[]) {
  return spawn(process.execPath, [HEADROOM, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The sample lines of one run of `contact-centre` with the smoke plan against a tenant on loopback. */
async function realLines(): Promise<string[]> {
  const samples = path.join(folder, 'run.ndjson');
  const tenant = headroom(['tenant', '--port', '0']);
  const [line] = (await once(createInterface({ input: tenant.stdout }), 'line')) as [string];
  const { address } = JSON.parse(line) as { address: string };
  const values = ['-e', `PLAN=${path.join(ROOT, 'plans/smoke.json')}`, '-e', `TARGET=${address}`];
  const bundle = path.join(ROOT, 'dist/contact-centre.js');
  const run = headroom(['run', bundle, '--engine', 'embedded', ...values, '--out', `json=${samples}`]);
  run.stdout.resume();
  await once(run, 'exit');
  tenant.kill('SIGINT');
  return readFileSync(samples, 'utf8').trimEnd().split('\n');
}

/** Writes at least `bytes`: the lines, then their samples again and again, each round right after the one before. */
async function writeLines(file: string, lines: readonly string[], bytes: number): Promise<void> {
  const out = createWriteStream(file);
  const samples = lines.filter((line) => line.includes('"type":"Point"'));
  const times = samples.map((line) => Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? ''));
  const roundMs = (times.at(-1) ?? 0) - (times[0] ?? 0) + 1;
  let written = 0;
  for (let round = 0; written < bytes; round++) {
    const moved = samples.map((line, at) => {
      const time = new Date((times[at] ?? 0) + round * roundMs).toISOString();
      return line.replace(/"time":"[^"]+"/, `"time":"${time}"`);
    });
    const text = `${(round === 0 ? lines : moved).join('\n')}\n`;
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

/** Seconds and peak memory (MB, as the kernel counts it) of a report over `file`. */
async function measure(file: string): Promise<{ seconds: number; megabytes: number; pageBytes: number }> {
  const page = path.join(folder, 'report.html');
  const begun = performance.now();
  const plan = path.join(ROOT, 'plans/smoke.json');
  const child = headroom(['report', file, '--plan', plan, '-o', page]);
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
  if (code !== 0) throw new Error(`headroom report ended with ${code}`);
  return { seconds: (performance.now() - begun) / 1_000, megabytes, pageBytes: statSync(page).size };
}

try {
  const lines = await realLines();
  console.log(`${lines.length} lines of a real run`);
  for (const size of SIZES) {
    const file = path.join(folder, 'long.ndjson');
    await writeLines(file, lines, size);
    const { seconds, megabytes, pageBytes } = await measure(file);
    const rate = statSync(file).size / 1e6 / seconds;
    console.log(
      `${(size / 1e9).toFixed(0)} GB: peak ${megabytes.toFixed(0)} MB, ${seconds.toFixed(1)} s (${rate.toFixed(0)} MB/s), page ${(pageBytes / 1e3).toFixed(0)} KB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
