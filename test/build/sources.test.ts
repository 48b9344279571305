import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBuilt, markBuilt } from '../../build/sources.ts';

let root: string;
const write = async (file: string, text: string) => {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
};

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'headroom-'));
  await write('lib/a.ts', 'export const a = 1;');
  await mkdir(path.join(root, 'dist'));
  await markBuilt(root);
});
afterEach(() => rm(root, { recursive: true }));

describe('the note of what dist/ was built from', () => {
  it('holds while the sources stand as they were, whatever else is written', async () => {
    await write('dist/a.js', 'a');
    await write('test/a.test.ts', 'b');
    await write('packages/engine/node_modules/c/index.json', '{}');
    expect(await isBuilt(root)).toBe(true);
  });

  it.each([
    ['is changed', 'lib/a.ts'],
    ['is added', 'packages/engine/src/b.ts'],
    ['of the dependencies is changed', 'package-lock.json'],
  ])('does not hold when a source %s', async (_what, file) => {
    await write(file, 'export const b = 2;');
    expect(await isBuilt(root)).toBe(false);
  });

  it('does not hold when a source is removed, or nothing was built', async () => {
    await rm(path.join(root, 'lib/a.ts'));
    expect(await isBuilt(root)).toBe(false);
    await rm(path.join(root, 'dist'), { recursive: true });
    expect(await isBuilt(root)).toBe(false);
  });
});
