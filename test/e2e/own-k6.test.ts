import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attribute } from '../../cli/attribute/attribute.ts';
import { ceiling } from '../../cli/ceiling/ceiling.ts';
import { compare } from '../../cli/compare/compare.ts';
import { endOrphan } from '../../cli/night/orphaned-run.ts';
import { run } from '../../cli/run/run.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { planJson } from '../lib/plan/a-plan.ts';
import { finished, start } from './headroom.ts';

/** What stands for a k6 of the user's: says what it was given, and waits until it is told to stop. */
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-k6-'));
afterAll(() => rmSync(folder, { recursive: true }));
const waits = `
process.on('SIGTERM', () => { console.log('k6 was told'); process.exit(105); });
console.log('k6 ' + process.argv.slice(2).join(' '));
if (process.argv.includes('wait.js')) setInterval(() => {}, 1_000);
if (process.argv.some((word) => word.startsWith('PHASE='))) process.exit(108);
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
    const said = new CapturedOutput();
    expect(
      await run(['quick.js'], { stdout: said, stderr: new CapturedOutput(), env: { PATH: folder }, cwd: folder }),
    ).toBe(0);
    expect(said.text).toBe('k6 run quick.js\n');
  });
});

describe('headroom run with a k6 whose samples go to a file', () => {
  it.each([
    [['--out', 'json=run.ndjson'], 'k6 run --quiet dist/customers.js --out json=run.ndjson'],
    [['--out', 'json=run.ndjson', '-q'], 'k6 run dist/customers.js --out json=run.ndjson -q'],
    [[], 'k6 run dist/customers.js'],
  ])('has k6 show no progress where it shows its own: %j', async (out, said) => {
    const io = { stdout: new CapturedOutput(), stderr: new CapturedOutput(), env: { PATH: folder }, cwd: folder };
    expect(await run(['dist/customers.js', ...out, '--execution-segment=0:1'], io)).toBe(0);
    expect(io.stdout.text).toBe(`${said.replace('dist', path.resolve('dist'))} --execution-segment=0:1\n`);
  });
});

describe('a search with --quiet', () => {
  const plan = path.join(folder, 'plan.json');
  writeFileSync(plan, JSON.stringify({ ...planJson(), agents: undefined, target: { address: '127.0.0.1:1' } }));
  const options = { e: [], engine: 'k6', trials: '8', fresh: true };
  type Io = Parameters<typeof run>[1];
  const searches: Readonly<Record<string, (quiet: boolean, io: Io) => Promise<number>>> = {
    ceiling: (quiet, io) => ceiling(plan, { ...options, quiet }, io),
    attribute: (quiet, io) => attribute(plan, { ...options, quiet }, io),
    compare: (quiet, io) => compare(plan, plan, { ...options, quiet, same: true }, io),
  };

  it.each(Object.keys(searches))('%s says what fails, and nothing of what goes on', async (name) => {
    const said = async (quiet: boolean) => {
      const io = { stdout: new CapturedOutput(), stderr: new CapturedOutput(), env: { PATH: folder }, cwd: folder };
      expect(await searches[name]?.(quiet, io)).toBe(108);
      expect(io.stdout.text).toBe('');
      return io.stderr.text.split('\n').filter((line) => line !== '');
    };
    const [loud, quiet] = [await said(false), await said(true)];
    expect(quiet).toEqual(loud.filter((line) => line.includes('failed: exit code 108')));
    expect([quiet.length, loud.length]).toEqual([1, expect.toSatisfy((lines: number) => lines > 1)]);
  });
});

describe('a k6 that headroom night runs', () => {
  it('is told to stop as by Ctrl+C when the night interrupts it, and its process is known', async () => {
    const ending = new AbortController();
    const pids: number[] = [];
    const stdout = { write: () => ending.abort() };
    const io = { stdout, stderr: new CapturedOutput(), env: { PATH: folder }, cwd: folder, signal: ending.signal };
    expect(await run(['wait.js'], io, (pid) => pids.push(pid))).toBe(105);
    expect(pids).toEqual([expect.any(Number)]);
  });

  it('is ended when it outlived its night, and nobody else who has its process id by now', async () => {
    const child = spawn(path.join(folder, 'k6'), ['run', 'wait.js', '--out', 'json=/nights/1/samples.ndjson']);
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    const { pid = 0 } = child;
    expect(await endOrphan(pid, '/nights/2')).toBe(false);
    expect(child.exitCode).toBe(null);
    expect(await endOrphan(pid, '/nights/1')).toBe(true);
    expect((await exited)[1]).toBe('SIGINT');
  });
});

describe('headroom run --help', () => {
  const asked = async (env: { PATH: string }) => {
    const [out, err] = [new CapturedOutput(), new CapturedOutput()];
    const code = await run(['--help'], { stdout: out, stderr: err, env, cwd: folder });
    return { code, out: out.text, err: err.text };
  };

  it('names every flag of k6 that the embedded engine takes, and those that it refuses', async () => {
    const { code, out, err } = await asked({ PATH: '' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [taken = '', refused = ''] = out.split('and refuses these');
    for (const flag of ['-e, --env', '-u, --vus', '--execution-segment', '-o, --out', '--lane', '--summary-export'])
      expect(taken).toContain(flag);
    expect(refused).toContain('--rps');
    expect(taken).not.toContain('--rps');
  });

  it('is left to a k6 on PATH', async () => {
    expect((await asked({ PATH: folder })).out).toBe('k6 run --help\n');
  });
});
