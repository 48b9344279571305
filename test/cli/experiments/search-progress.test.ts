import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SearchProgress } from '../../../cli/experiments/search-progress.ts';
import { commandIo } from '../../../cli/io/command-io.ts';
import { Terminal } from '../run/terminal.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const ESC = String.fromCharCode(27);
const ESCAPE = new RegExp(`${ESC}\\[\\d*[AKJ]`, 'g');
const CLEARED = new RegExp(`${ESC}\\[\\dA${ESC}\\[J$`);

const UNDERWAY = {
  says: 'confirm: 141 sessions at 10800 a minute, 3 of 8 windows clean so far',
  place: 'phase 7',
  lastsMs: 24_000,
  leftMs: 61_000,
};

async function writtenIn(ms: number, isTTY: boolean, columns = 80): Promise<string> {
  let text = '';
  const stderr = { isTTY, columns, write: (part: string | Uint8Array) => (text += String(part)) };
  const work = new SearchProgress({ stderr, env: {} }).during(
    UNDERWAY,
    () => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  );
  await vi.advanceTimersByTimeAsync(ms);
  await work;
  return text;
}

describe('the status of a search', () => {
  it('is a plain line every 10 s where there is no terminal', async () => {
    expect((await writtenIn(21_000, false)).split('\n')).toEqual([
      `${UNDERWAY.says}: phase 7, 10s of about 24s, about 51s left`,
      `${UNDERWAY.says}: phase 7, 20s of about 24s, about 41s left`,
      '',
    ]);
  });

  it.each([60, 80, 120])(
    'is a few lines that stay on a terminal of %i columns, and are gone at the end',
    async (columns) => {
      const text = await writtenIn(2_000, true, columns);
      const lines = text.split(/\r|\n/).map((line) => line.replaceAll(ESCAPE, ''));
      expect(lines.filter((line) => line.length >= columns)).toEqual([]);
      expect(lines.join(' ')).toContain('phase 7 · 2s of about 24s · about 59s left');
      expect(text.slice(-8)).toMatch(CLEARED);
    },
  );

  it('moves the cursor of the terminal behind a stream that shows control characters, and none of its own words do', async () => {
    const terminal = new Terminal(80);
    const { stderr } = commandIo({ stdout: terminal, stderr: terminal, env: {}, cwd: '/' });
    const underway = { ...UNDERWAY, says: `arm ${ESC}[2J` };
    const work = new SearchProgress({ stderr, env: {} }).during(
      underway,
      () => new Promise<void>((resolve) => setTimeout(resolve, 2_000)),
    );
    await vi.advanceTimersByTimeAsync(1_500);
    expect(terminal.shown).toEqual(['arm \\u001b[2J', 'phase 7 · 2s of about 24s · about 1m left']);
    await vi.advanceTimersByTimeAsync(500);
    await work;
    expect(terminal.shown).toEqual([]);
  });

  it('keeps what is said meanwhile above the lines that stay, and does not repeat what a line above says', async () => {
    const stderr = new Terminal(80);
    const progress = new SearchProgress({ stderr, env: {} });
    progress.say(UNDERWAY.says);
    const work = progress.during({ ...UNDERWAY, isSaid: true }, async () => {
      progress.say('engine: k6');
      await new Promise<void>((resolve) => setTimeout(resolve, 1_000));
    });
    await vi.advanceTimersByTimeAsync(600);
    expect(stderr.shown).toEqual([UNDERWAY.says, 'engine: k6', expect.stringMatching(/^phase 7 · /)]);
    await vi.advanceTimersByTimeAsync(400);
    await work;
    expect(stderr.shown).toEqual([UNDERWAY.says, 'engine: k6']);
  });

  it('is silent with --quiet, but for what fails', async () => {
    const stderr = new Terminal(80);
    const progress = new SearchProgress({ stderr, env: {} }, { quiet: true });
    progress.say('phase 7');
    const work = progress.during(UNDERWAY, () => new Promise<void>((resolve) => setTimeout(resolve, 30_000)));
    await vi.advanceTimersByTimeAsync(30_000);
    await work;
    progress.fail('failed: exit code 108');
    expect(stderr.shown).toEqual(['failed: exit code 108']);
  });
});
