import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { heldToVerdict } from '../../../cli/run/verdict-of-run.ts';
import { CapturedOutput } from '../captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-verdict-'));
afterAll(() => rmSync(folder, { recursive: true }));

const verdict = (cause: string) => ({ script: 'customers', verdict: { cause, says: '…' }, incomplete: null });

interface Ending {
  /** What the run writes as its result; undefined where it writes none. */
  readonly result?: object | undefined;
  readonly code?: number;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs what ends so, and returns the exit code, what was said, and the words with which it was run. */
async function ended({ result, code = 0, words = ['dist/customers.js'], env = {} }: Ending) {
  const stderr = new CapturedOutput();
  let run: readonly string[] = [];
  const exit = await heldToVerdict(words, { stderr, env, cwd: folder }, async (given) => {
    run = given;
    const file =
      given
        .filter((word) => word.startsWith('RESULT='))
        .at(-1)
        ?.slice('RESULT='.length) ?? env.RESULT;
    if (file !== undefined && result !== undefined) writeFileSync(path.resolve(folder, file), JSON.stringify(result));
    return code;
  });
  return { exit, says: stderr.text, run };
}

describe('a run that its engine ends with 0', () => {
  it('exits 99 in one line where the verdict names a cause', async () => {
    const { exit, says } = await ended({ result: verdict('sessions-cut') });
    expect(exit).toBe(99);
    expect(says).toBe('headroom run: exit 99: the verdict is sessions-cut, though no threshold was crossed\n');
  });

  it.each([
    ['nothing stopped the next session', verdict('none')],
    ['there is no verdict', { script: 'agents', verdict: null, incomplete: null }],
    ['it is incomplete', { ...verdict('undetermined'), incomplete: { lastedMs: 1_000, plannedMs: 9_000 } }],
    ['it is a reconnect storm', { script: 'reconnect-storm', verdict: { cause: 'sessions-cut', says: '…' } }],
    ['it had no thresholds', { ...verdict('undetermined'), gateEvaluated: false }],
    ['its result is none', { script: 7 }],
    ['it wrote no result', undefined],
  ])('keeps that code where %s', async (_, result) => {
    expect(await ended({ result })).toMatchObject({ exit: 0, says: '' });
  });

  it.each([
    [['-e', 'RESULT=given.json', 'own.js'], {}],
    [['own.js', '--env', 'RESULT=given.json'], {}],
    [['own.js'], { RESULT: 'given.json' }],
  ])('is judged by the result that it was told to write (%j, %j)', async (words, env) => {
    const { exit, run } = await ended({ words, env, result: verdict('undetermined') });
    expect([exit, run]).toEqual([99, words]);
  });

  it('is not judged by the result of an earlier run', async () => {
    writeFileSync(path.join(folder, 'old.json'), JSON.stringify(verdict('sessions-cut')));
    const words = ['-e', 'RESULT=old.json', 'dist/customers.js'];
    const says = 'headroom run: exit 255: the result old.json was not written\n';
    expect(await ended({ words })).toMatchObject({ exit: 255, says });
    for (const without of ['--no-summary', '--summary-mode=disabled'])
      expect(await ended({ words: [...words, without] })).toMatchObject({ exit: 0, says: '' });
  });

  it('is not judged where it is a part of a distributed run', async () => {
    const words = ['dist/customers.js', '--execution-segment', '0:1/2', '-e', 'RESULT=part.json'];
    expect(await ended({ words, result: verdict('undetermined') })).toMatchObject({ exit: 0, says: '', run: words });
  });

  it('is left alone where its script is not ours and writes no result', async () => {
    expect(await ended({ words: ['own.js', '--vus', '3'] })).toMatchObject({ exit: 0, run: ['own.js', '--vus', '3'] });
  });

  it('leaves no file behind where it was told to write none', async () => {
    const { run } = await ended({ result: verdict('none') });
    expect(run).toEqual(['-e', expect.stringMatching(/^RESULT=/), 'dist/customers.js']);
    expect(existsSync(path.dirname(String(run[1]).slice('RESULT='.length)))).toBe(false);
  });
});

describe('a run that its engine ends with another code', () => {
  it.each([99, 105, 107, 108])('keeps it, and nothing more is said (%d)', async (code) => {
    expect(await ended({ code, result: verdict('sessions-cut') })).toMatchObject({ exit: code, says: '' });
  });
});
