import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runScript } from '@headroom/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { planJson } from '../lib/plan/a-plan.ts';
import { NO_LIMIT } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}
const plan = (name: string, change: (plan: ReturnType<typeof planJson>) => void) => {
  const json = planJson();
  change(json);
  return file(name, JSON.stringify(json));
};

/** Runs the bundle in this process, and keeps what it says. */
async function bundle(...flags: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) => ({
    write: (text: string | Uint8Array) => {
      said[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const io = { stdout: stream('stdout'), stderr: stream('stderr'), env: {}, cwd: process.cwd() };
  return { code: await runScript(['dist/contact-centre.js', ...flags], io), ...said };
}

/** The error lines: k6 logs them one a line, and no stack belongs to them. */
function complaints({ stderr }: { readonly stderr: string }): string[] {
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr.split('\n').filter((line) => /level=error/.test(line));
}

describe('a bundle refuses with one line and exit 108', () => {
  it.each<[string, () => string[], string]>([
    ['a missing plan', () => ['-e', 'PLAN=nowhere.json'], 'plan nowhere.json: no such file'],
    ['a folder as a plan', () => ['-e', `PLAN=${folder}`], ': a folder; allowed: a file'],
    ['a folder as transcripts', () => ['-e', `TRANSCRIPTS=${folder}`], ': a folder; allowed: a file'],
    ['a malformed plan', () => ['-e', `PLAN=${file('malformed.json', '{')}`], 'not JSON'],
    ['an unknown key', () => ['-e', `PLAN=${plan('key.json', (p) => Object.assign(p, { colour: 1 }))}`], 'unknown key'],
    [
      'a negative ramp',
      () => ['-e', `PLAN=${plan('ramp.json', (p) => Object.assign(p.customers, { perMinute: -1 }))}`],
      'customers.perMinute: -1',
    ],
    ['a missing token file', () => ['-e', 'TOKENS=no-tokens.txt'], 'agents.tokens no-tokens.txt: no such file'],
    [
      'too few tokens',
      () => ['-e', `TOKENS=${file('tokens.txt', 'one\ntwo\n')}`],
      '2 tokens; allowed: one a line for each of 5 agents',
    ],
    [
      'a token that stands twice',
      () => ['-e', `TOKENS=${file('twice.txt', 'one\ntwo\n\nthree\none\nfour\n')}`],
      'the token in line 5 is that of line 1; allowed: a token of another user for each of 5 agents',
    ],
    ['missing transcripts', () => ['-e', 'TRANSCRIPTS=none.jsonl'], 'transcripts none.jsonl: no such file'],
    ['a bad transcript line', () => ['-e', `TRANSCRIPTS=${file('bad.jsonl', '{"id":"x"}\n')}`], 'line 1: needs'],
    ['an unreachable target', () => ['-e', 'TARGET=127.0.0.1:1'], 'target 127.0.0.1:1: cannot be reached'],
  ])(
    '%s',
    async (_, flags, says) => {
      const run = await bundle(...flags());
      const lines = complaints(run);
      expect(lines.join('\n')).toContain(says);
      expect(lines).toHaveLength(1);
      expect(run.code).toBe(108);
    },
    NO_LIMIT,
  );

  it(
    'and no secret stands in it',
    async () => {
      const run = await bundle('-e', `TOKENS=${file('secret.txt', 'secret-token\n')}`);
      expect(run.stdout + run.stderr).not.toContain('secret-token');
    },
    NO_LIMIT,
  );
});
