import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, streamFileAtomically, writeFileAtomically } from '../../../cli/io/atomic-file.ts';
import { makeFolder } from '../../../cli/io/output-file.ts';

const folder = fs.mkdtempSync(path.join(tmpdir(), 'headroom-disk-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'report.html');
beforeEach(() => fs.writeFileSync(file, 'old'));

/** A disk on which one of the calls fails. */
function failing(call: 'openSync' | 'writeSync' | 'fsyncSync' | 'renameSync', code: string): Disk {
  const fail = (): never => {
    throw Object.assign(new Error(code), { code, syscall: call });
  };
  return { ...fs, [call]: fail };
}

const WAYS = {
  'at once': async (disk?: Disk) => writeFileAtomically(file, 'new', 0o666, disk),
  'in parts': (disk?: Disk) => streamFileAtomically(file, ['n', 'ew'], disk),
};

describe.each(Object.entries(WAYS))('a file that is written %s', (_, write) => {
  it('is there whole, in place of what was there', async () => {
    await write();
    expect([fs.readFileSync(file, 'utf8'), fs.readdirSync(folder)]).toEqual(['new', ['report.html']]);
  });

  it.each([
    ['openSync', 'EACCES', 'EACCES'],
    ['writeSync', 'ENOSPC', 'the disk is full'],
    ['fsyncSync', 'ENOSPC', 'the disk is full'],
    ['fsyncSync', 'EDQUOT', 'the disk quota is used up'],
    ['renameSync', 'EIO', 'EIO'],
  ] as const)(
    'leaves what was there, says so, and leaves nothing beside it when %s fails with %s',
    async (call, code, why) => {
      await expect(write(failing(call, code))).rejects.toThrow(new Error(`${file}: cannot be written: ${why}`));
      expect([fs.readFileSync(file, 'utf8'), fs.readdirSync(folder)]).toEqual(['old', ['report.html']]);
    },
  );

  it('is written behind a link, which stays', async () => {
    const link = path.join(folder, 'link');
    fs.symlinkSync(file, link);
    writeFileAtomically(link, 'new');
    expect([fs.readFileSync(file, 'utf8'), fs.lstatSync(link).isSymbolicLink()]).toEqual(['new', true]);
    fs.rmSync(link);
  });
});

describe('an output that is no regular file', () => {
  it('is written as it is, and a full one is said', () => {
    writeFileAtomically('/dev/null', 'text');
    expect(fs.statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(() => writeFileAtomically('/dev/full', 'text')).toThrow('/dev/full: cannot be written: the disk is full');
  });
});

describe('a folder that the kernel lets nobody make', () => {
  it('is refused, and waited for by nobody', () => {
    expect(() => makeFolder('/proc/headroom/results')).toThrow(/ENOENT|EACCES|EPERM/);
  });
});
