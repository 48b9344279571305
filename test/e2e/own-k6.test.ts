import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../cli/run/run.ts';
import { finished, start } from './headroom.ts';

/** What stands for a k6 of the user's: says what it was given, and waits until it is told to stop. */
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-k6-'));
afterAll(() => rmSync(folder, { recursive: true }));
const waits = `
process.on('SIGTERM', () => { console.log('k6 was told'); process.exit(105); });
console.log('k6 ' + process.argv.slice(2).join(' '));
if (process.argv.includes('wait.js')) setInterval(() => {}, 1_000);
`;
writeFileSync(path.join(folder, 'k6'), `#!${process.execPath}\n${waits}`, { mode: 0o755 });

describe('headroom run with a k6 on PATH', () => {
  it('hands on what it was given, and tells it to stop when it is told itself', async () => {
    const child = start(['run', 'wait.js', '--vus', '3'], { PATH: folder });
    const all = finished(child);
    if (child.stdout === null) throw new Error('no stdout');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await all;
    expect(stderr).toBe(`engine: k6 (${path.join(folder, 'k6')})\n`);
    expect(stdout).toBe('k6 run wait.js --vus 3\nk6 was told\n');
    expect(code).toBe(105);
  });

  it('writes where its caller listens, so that a search prints its answer alone', async () => {
    const said: string[] = [];
    const stream = { write: (text: string | Uint8Array) => said.push(String(text)) };
    const io = { stdout: stream, stderr: { write: () => true }, env: { PATH: folder }, cwd: folder };
    expect(await run(['quick.js'], io)).toBe(0);
    expect(said.join('')).toBe('k6 run quick.js\n');
  });
});
