import { describe, expect, it } from 'vitest';
import { LineFolder } from '../../report/fold/line-folder.ts';

describe('a file that names a metric in each line', () => {
  it('is read in bounded memory: metrics beyond ten thousand are counted and not told apart', () => {
    const folder = new LineFolder();
    for (let n = 0; n < 10_500; n++) {
      const data = { time: '2026-12-01T00:00:00Z', value: 1, tags: {} };
      const line = JSON.stringify({ metric: `m_${n}`, type: 'Point', data });
      folder.take(line, 0, line.length);
    }
    const { metrics, beyond, count } = folder.folded;
    expect([metrics.size, beyond, count, folder.skipped]).toEqual([10_000, 500, 10_000, 0]);
  });
});
