import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkedOutputFile } from '../../../cli/io/output-file.ts';
import { writeResult } from '../../../cli/result-files/write-result.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);
writeFileSync(at('plan.json'), '{}');
symlinkSync(at('plan.json'), at('link.json'));

describe('an output file', () => {
  it('lies below the working directory, in a folder that is made for it', () => {
    expect(checkedOutputFile('--out', 'new/r.json', ['plan.json'], folder)).toBe(at('new/r.json'));
    expect(existsSync(at('new'))).toBe(true);
  });

  it.each([
    ['a file that the command reads', 'plan.json', '--out plan.json: it is read here; allowed: another file'],
    ['a link to such a file', 'link.json', '--out link.json: it is read here; allowed: another file'],
    ['a folder', '.', '--out .: a folder; allowed: a file'],
    ['below a file', 'plan.json/r.json', '--out plan.json/r.json: cannot be written: '],
  ])('is refused when it is %s', (_, file, says) => {
    expect(() => checkedOutputFile('--out', file, ['plan.json'], folder)).toThrow(says);
  });
});

describe('a result', () => {
  const written: string[] = [];
  const stream = { write: (text: string | Uint8Array) => written.push(String(text)) };
  const io = { stdout: stream, stderr: stream, env: {}, cwd: folder };

  it('is printed before it is written, so that a full disk cannot lose it', () => {
    expect(() => writeResult({ sustained: 140 }, 'sustained 140\n', folder, {}, io)).toThrow(
      /cannot be written: EISDIR$/,
    );
    expect(written.splice(0)).toEqual(['sustained 140\n']);
  });

  it('does not replace the file of the last whole one when it was interrupted', () => {
    writeResult({}, 'so far\n', undefined, {}, io);
    expect(written.splice(0)).toEqual(['so far\n']);
  });
});
