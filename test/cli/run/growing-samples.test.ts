import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GrowingSamples } from '../../../cli/run/growing-samples.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-growing-'));
afterAll(() => rmSync(folder, { recursive: true }));

const point = (metric: string, value: number) =>
  `${JSON.stringify({ metric, type: 'Point', data: { time: '2026-11-30T01:00:00Z', value, tags: {} } })}\n`;

/** Reads what is new in a file, as metric and value. */
function reader(file: string) {
  const samples = new GrowingSamples(file, new Set(['vus', 'messages']));
  return {
    samples,
    async read() {
      const taken: string[] = [];
      await samples.read(({ metric, value }) => taken.push(`${metric} ${value}`));
      return taken;
    },
  };
}

describe('samples of a file that grows', () => {
  it('are taken once each, of the metrics asked for, a line that is not whole when its end has come', async () => {
    const file = path.join(folder, 'run.ndjson');
    const { read, samples } = reader(file);
    expect(await read()).toEqual([]);
    const half = point('vus', 3);
    writeFileSync(file, point('messages', 2) + point('http_reqs', 1) + half.slice(0, 40));
    expect(await read()).toEqual(['messages 2']);
    appendFileSync(file, half.slice(40));
    expect([await read(), await read()]).toEqual([['vus 3'], []]);
    await samples.close();
  });

  it('of an earlier run are passed over until the file is written anew', async () => {
    const file = path.join(folder, 'again.ndjson');
    writeFileSync(file, point('vus', 1));
    const { read, samples } = reader(file);
    expect(await read()).toEqual([]);
    rmSync(file);
    writeFileSync(file, point('vus', 2));
    expect(await read()).toEqual(['vus 2']);
    await samples.close();
  });
});
