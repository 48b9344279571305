import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readInputFile } from '../../../cli/io/input-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-input-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, 'plan.json'), 'text');

describe('an input file', () => {
  it('is read relative to the working directory', () => {
    expect(readInputFile('plan', 'plan.json', folder)).toBe('text');
  });

  it.each([
    ['it is not there', 'none.json', 'plan none.json: no such file'],
    ['it lies below a file', 'plan.json/none', 'plan plan.json/none: no such file'],
    ['it is a folder', '.', 'plan .: a folder; allowed: a file'],
  ])('is refused by its name where %s', (_, file, says) => {
    expect(() => readInputFile('plan', file, folder)).toThrow(new Error(says));
  });
});
