import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readInput } from '../../report/fold/input-file.ts';
import { openBytes } from '../../report/read/file-bytes.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-long-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

/** No two parts of it are alike, so that a chunk that stands in another's place is seen. */
const numbers = Array.from({ length: 80_000 }, (_, n) => n);

describe('a file of many chunks', () => {
  it('is read into the same memory again and again, so that a long one takes no more than a short one', async () => {
    const memories = new Set<ArrayBufferLike>();
    const lengths: number[] = [];
    const bytes = await openBytes(file('long.txt', 'x'.repeat(1_000_000)));
    for await (const chunk of bytes.chunks()) {
      memories.add(chunk.buffer);
      lengths.push(chunk.length);
    }
    expect([memories.size, bytes.bytesRead, lengths.reduce((sum, length) => sum + length, 0)]).toEqual([
      1, 1_000_000, 1_000_000,
    ]);
    expect(Math.max(...lengths)).toBeLessThan(64 * 1024);
  });

  it.each([
    ['as it stands', 'numbers.json', (text: string) => text],
    ['unzipped', 'numbers.json.gz', gzipSync],
  ])('that is one document is read whole, %s', async (_, name, made) => {
    const input = await readInput(file(name, made(JSON.stringify({ numbers }))));
    expect(input).toMatchObject({ kind: 'document', document: { numbers } });
  });

  it('that is samples is read whole', async () => {
    const line = (n: number) =>
      `{"metric":"iterations","type":"Point","data":{"time":"2026-12-01T00:00:00Z","value":${n},"tags":{}}}\n`;
    const input = await readInput(file('numbers.ndjson', numbers.slice(0, 20_000).map(line).join('')));
    expect(input).toMatchObject({ kind: 'samples', lines: 20_000, skipped: 0, isCut: false });
    const sum = input.kind === 'samples' ? input.samples.metrics.get('iterations')?.select().sum : undefined;
    expect(sum).toBe((20_000 * 19_999) / 2);
  });
});
