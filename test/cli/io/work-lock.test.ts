import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workingAlone } from '../../../cli/io/work-lock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'results', 'ceiling.resume.json');
const lock = `${file}.lock`;

const held = (pid: number, host = hostname()) =>
  writeFileSync(lock, JSON.stringify({ pid, host, since: '2026-11-01T00:00:00Z' }));
const once = () => workingAlone(file, async () => 'done');

describe('work on a file that is kept', () => {
  it('is of one at a time, and says whose it is', async () => {
    await workingAlone(file, async () => {
      expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
      await expect(once()).rejects.toThrow(
        new RegExp(`^${lock}: process ${process.pid} on ${hostname()} since .* works here; allowed: one at a time`),
      );
    });
    expect([existsSync(lock), await once()]).toEqual([false, 'done']);
  });

  it('is another’s after a failure', async () => {
    await expect(workingAlone(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await once()).toBe('done');
  });

  it('is taken over from a process that is no more, and not from one of another machine', async () => {
    held(2 ** 30);
    expect(await once()).toBe('done');
    held(2 ** 30, 'elsewhere');
    await expect(once()).rejects.toThrow('process 1073741824 on elsewhere since 2026-11-01T00:00:00Z (for ');
    rmSync(lock);
  });

  it('is refused where nobody can tell whose it is', async () => {
    writeFileSync(lock, '{');
    await expect(once()).rejects.toThrow('another process works here');
  });
});
