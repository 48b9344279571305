import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measured, PLAN, realLines, writeLines } from './long-samples.ts';

/**
 * How long `headroom merge` takes for the samples of 8 shares, and its peak memory, which is not to grow with them. The
 * samples are those of one run, each share's repeated within an hour: files of any size are of a run of that length, at
 * more or less load. (What is drawn over time takes memory for each second of a run.) Writes to a temporary folder and removes it.
 *
 *     npm run bench:merge             # 8 × 20 MB and 8 × 200 MB
 *     npm run bench:merge -- 100 1000 # 8 × 100 MB and 8 × 1 GB
 */
const SHARES = 8;
const LASTS_MS = 3_600_000;
const given = process.argv.slice(2).map(Number);
const megabytesEach = given.length > 0 ? given : [20, 200];
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));

/** The lines of a share: setup says in its samples' metadata which one it is. */
function linesOf(share: number, lines: readonly string[]): string[] {
  const sequence = Array.from({ length: SHARES + 1 }, (_, at) => `${at}/${SHARES}`).join(',');
  const segment = `${share}/${SHARES}:${share + 1}/${SHARES}`;
  return lines.map((line) => {
    if (!line.includes('"metadata"')) return line;
    const { data, ...point } = JSON.parse(line);
    if (data.metadata?.run === undefined) return line;
    const metadata = { ...data.metadata, segment, sequence, shares: `${SHARES}` };
    return JSON.stringify({ ...point, data: { ...data, metadata } });
  });
}

try {
  const lines = await realLines(folder);
  console.log(`${lines.length} lines of a real run`);
  let before: number | undefined;
  for (const megabytes of megabytesEach) {
    const shares = path.join(folder, `${megabytes}`);
    mkdirSync(shares);
    for (let share = 0; share < SHARES; share++)
      await writeLines(path.join(shares, `${share}.ndjson`), linesOf(share, lines), megabytes * 1e6, LASTS_MS);
    // A run that goes on and on holds its gate or not: what counts is that all of it was merged.
    const took = await measured(['merge', shares, '--plan', PLAN, '-o', path.join(folder, 'merged.json')], [0, 99]);
    const rate = (SHARES * megabytes) / took.seconds;
    const times = before === undefined ? '' : `, ${(took.megabytes / before).toFixed(2)} times the peak before`;
    console.log(
      `${SHARES} × ${megabytes} MB: peak ${took.megabytes.toFixed(0)} MB${times}, ${took.seconds.toFixed(1)} s (${rate.toFixed(0)} MB/s)`,
    );
    before = took.megabytes;
    rmSync(shares, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true });
}
