import { describe, expect, test } from 'vitest';
import { runWith } from '../../src/run/run-with.ts';
import { fakeScript } from './fake-script.ts';

/** Kinds of resources that would keep this process alive. */
function alive(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => /Timeout|Immediate|TCP|Worker|Signal/.test(kind));
}

describe('a run that is over', () => {
  test('a run leaves no timer and no listener, however it ended', async () => {
    const io = { stdout: { write: () => {} }, stderr: { write: () => {} }, env: {}, cwd: '/tmp' };
    const before = alive().length;
    const ends = [
      fakeScript({}),
      fakeScript({ options: { vus: 2, duration: '1h' }, iteration: async (context) => context.abort('stop') }),
      fakeScript({ options: { nope: { nope: 1 }, stages: 5 } }),
      fakeScript({
        options: {
          scenarios: {
            s: { executor: 'per-vu-iterations', startTime: '0s' },
            later: { executor: 'constant-vus', duration: '5s', startTime: '1h' },
          },
        },
        iteration: async (context) => context.abort('stop'),
      }),
    ];
    for (const load of ends) await runWith(load, ['--out', 'json=/dev/null', 'x.js'], io);
    // The test runner's own timers may end meanwhile.
    expect(alive().length).toBeLessThanOrEqual(before);
  });
});

describe('the progress on a terminal', () => {
  test('one live line is rewritten, log lines stand above it, colours are used unless NO_COLOR says not', async () => {
    const run = async (env: Readonly<Record<string, string>>) => {
      let screen = '';
      const terminal = {
        isTTY: true,
        columns: 60,
        write: (text: string | Uint8Array) => {
          screen += text;
        },
      };
      const iteration = async (context: { log(level: 'info', message: string): void }) => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        context.log('info', 'said');
      };
      await runWith(fakeScript({ iteration }), ['x.js'], { stdout: terminal, stderr: terminal, env, cwd: '/tmp' });
      return screen;
    };
    const plain = await run({ NO_COLOR: '1' });
    // Lines that stay are rewritten: the cursor goes up, and what stood there is erased.
    const live = plain.split('\u001b[J').flatMap((part) => part.split('\u001b[K\n'));
    expect(live).toContainEqual(expect.stringMatching(/running \(0m00\.\ds\), 1\/1 VUs,$/));
    expect(plain).toContain('\u001b[JINFO[0000] said\n');
    expect(plain).not.toContain('\u001b[1m');
    expect(await run({})).toContain('\u001b[1m█ TOTAL RESULTS');
    const bars = live.filter((line) => /^\w+ +\[[->]*\]/.test(line));
    expect(bars).not.toEqual([]);
    expect(bars.filter((line) => line.length > 60)).toEqual([]);
  });
});
