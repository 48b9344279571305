import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readResult } from '../../../cli/result-files/read-result.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-result-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, 'run.json'), '{"run":{"id":"r","from":"a","to":"b"},"verdict":null}');
writeFileSync(path.join(folder, 'cut.json'), '{"run":');

describe('a result', () => {
  it('is read by its name relative to a folder, or by its absolute path', () => {
    expect(readResult('run.json', folder).run?.id).toBe('r');
    expect(readResult(path.join(folder, 'run.json')).verdict).toBeNull();
  });

  it.each([
    ['it is not there', 'none.json', 'results none.json: no such file'],
    ['it is a folder', '.', 'results .: a folder; allowed: a file'],
    ['it is cut off', 'cut.json', 'results cut.json: not JSON; allowed: the file of -e RESULT'],
  ])('is refused by its name where %s', (_, file, says) => {
    expect(() => readResult(file, folder)).toThrow(new Error(says));
  });
});
