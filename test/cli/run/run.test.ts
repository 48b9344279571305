import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../../cli/run/run.ts';
import { CapturedOutput } from '../captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('headroom run', () => {
  it.each([
    ['an engine that does not exist', ['--engine', 'foo'], '--engine foo; allowed: k6, embedded'],
    ['an engine without a name', ['--engine'], '--engine: no value given; allowed: k6, embedded'],
    [
      'k6 where there is none',
      ['--engine=k6'],
      '--engine k6: no k6 on PATH; allowed: --engine embedded, or install k6',
    ],
    ['a folder for the result', ['-e', 'RESULT=.'], '-e RESULT=.: a folder; allowed: a file'],
    [
      'a result in a folder that is not there',
      ['--env', 'RESULT=none/r.json'],
      '-e RESULT=none/r.json: no such folder; allowed: a file in one that is there',
    ],
  ])('refuses %s in one line before the run, with exit 104', async (_, flags, says) => {
    const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
    expect(await run(['script.js', ...flags], { stdout, stderr, env: { PATH: '' }, cwd: folder })).toBe(104);
    expect([stdout.text, stderr.text]).toEqual(['', `headroom run: ${says}\n`]);
  });
});
