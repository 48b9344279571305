import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { finished, headroom, start } from './headroom.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-sudden-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a signal', () => {
  it.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s that ends an import of transcripts leaves none of their texts behind',
    async (signal) => {
      const own = mkdtempSync(path.join(folder, 'import-'));
      const input = path.join(own, 'rows.jsonl');
      execFileSync('mkfifo', [input]);
      const child = start(['transcripts', 'import', input, '-o', path.join(own, 'set.jsonl')]);
      const ended = finished(child);
      // The import waits for rows that never come.
      const rows = openSync(input, 'r+');
      writeSync(rows, '\n');
      await expect.poll(() => readdirSync(own)).toContain(`set.jsonl.${child.pid}.part`);
      child.kill(signal);
      const { code, stderr } = await ended;
      // A read that does not return keeps it from an exit of its own, and the hang-up of a terminal leaves nobody to tell.
      expect([code, child.signalCode]).toEqual([null, signal]);
      if (signal !== 'SIGHUP')
        expect(stderr).toContain('headroom transcripts import: interrupted; nothing was written');
      expect(readdirSync(own)).toEqual(['rows.jsonl']);
    },
  );
});

describe('an output that cannot be written', () => {
  it('is said in one line, and no such command ends with 0', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, ['dist/node/headroom.js', 'plan', 'check', 'plans/demo.json'], {
      stdio: ['ignore', full, 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (bytes) => {
      said += bytes;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, said]).toEqual([104, 'headroom: stdout cannot be written: ENOSPC\n']);
  });

  it('is refused where no folder can be made for it', async () => {
    const { code, stderr } = await headroom(['report', 'package.json', '-o', '/proc/headroom/report.html']);
    expect([code, stderr]).toEqual([104, expect.stringContaining('/proc/headroom/report.html: cannot be written: ')]);
  });
});
