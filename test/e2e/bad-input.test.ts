import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aPlan } from '../lib/plan/a-plan.ts';
import { finished, headroom, start, stopTenants, tenantWith } from './headroom.ts';

afterAll(stopTenants);

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

describe('k6 options', () => {
  it('an unknown flag exits 104', async () => {
    const run = await headroom(['run', 'dist/contact-centre.js', '--engine', 'embedded', '--vuz', '3']);
    expect(run.stderr).toContain('--vuz');
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.code).toBe(104);
  });

  it('bad options exit 104', async () => {
    const script = file(
      'bad-options.js',
      'export const options = { scenarios: { a: { executor: "none" } } };\nexport default function () {}',
    );
    const run = await headroom(['run', '--engine', 'embedded', script]);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.code).toBe(104);
  });

  it('a script that throws in init exits 107', async () => {
    const script = file('throws.js', 'throw new Error("broken in init");\nexport default function () {}');
    const run = await headroom(['run', '--engine', 'embedded', script]);
    expect(run.stderr).toContain('broken in init');
    expect(run.code).toBe(107);
  });

  it('an engine that is not there exits 104', async () => {
    expect(await headroom(['run', '--engine', 'k6', 'dist/customers.js'])).toMatchObject({ code: 104 });
    expect(await headroom(['run', '--engine', 'jmeter', 'dist/customers.js'])).toMatchObject({
      code: 104,
      stderr: expect.stringContaining('allowed: k6, embedded'),
    });
  });
});

describe('headroom itself', () => {
  it.each<[string[], number, string]>([
    [['--version'], 0, ''],
    [['plan'], 104, 'Usage: headroom plan'],
    [['plan', 'chek'], 104, 'unknown command'],
    [['run', '-e', 'RESULT=/nowhere/r.json', 'dist/customers.js'], 104, '-e RESULT=/nowhere/r.json: no such folder'],
    [
      ['plan', 'check', 'plans/smoke.json', '-e', 'CUSTOMER=5'],
      104,
      '-e CUSTOMER=5; allowed: NAME=value, with NAME one',
    ],
  ])('%s exits %i', async (words, code, says) => {
    const run = await headroom(words);
    expect(run.stderr).toContain(says);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.code).toBe(code);
  });
});

it('a reader that goes away before the end, such as head, is no error', async () => {
  const child = start(['gates', 'plans/smoke.json']);
  const all = finished(child);
  child.stdout?.destroy();
  expect(await all).toMatchObject({ code: 0, stderr: '' });
});

describe('headroom tenant', () => {
  it.each([
    [['--profile', 'sunny'], 'allowed: healthy'],
    [['--set', 'agents.capacity=26'], 'agents.capacity'],
    [['--set', 'agents'], 'allowed: path=value'],
    [['--port', 'x'], 'allowed: a whole number from 0 to 65535'],
  ])('%s is one line and exit 104', async (flags, says) => {
    const { code, stderr } = await headroom(['tenant', '--port', '0', ...flags]);
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(104);
  });

  it('says so when its port is taken', async () => {
    const { address } = await tenantWith();
    const { code, stderr } = await headroom(['tenant', '--port', address.split(':')[1] ?? '']);
    expect(stderr).toContain('in use');
    expect(code).toBe(104);
  });
});

it('a plan of our own tests is valid, so that what is refused above is refused for its fault', () => {
  expect(aPlan()).toBeDefined();
});
