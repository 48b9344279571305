import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measured, PLAN, realLines, writeLines } from './long-samples.ts';

/**
 * How long `headroom report` takes for 1 GB and for 2 GB of samples, and its peak memory. The samples are those of one
 * run, repeated with later times. Writes to a temporary folder and removes it.
 *
 *     npm run bench:report
 */
const SIZES = [1e9, 2e9];
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));

try {
  const lines = await realLines(folder);
  console.log(`${lines.length} lines of a real run`);
  for (const size of SIZES) {
    const file = path.join(folder, 'long.ndjson');
    await writeLines(file, lines, size);
    const page = path.join(folder, 'report.html');
    const { seconds, megabytes } = await measured(['report', file, '--plan', PLAN, '-o', page], [0]);
    const rate = statSync(file).size / 1e6 / seconds;
    console.log(
      `${(size / 1e9).toFixed(0)} GB: peak ${megabytes.toFixed(0)} MB, ${seconds.toFixed(1)} s (${rate.toFixed(0)} MB/s), page ${(statSync(page).size / 1e3).toFixed(0)} KB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
