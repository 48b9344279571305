import { describe, expect, test } from 'vitest';
import { LiveRegion } from '../../src/run/live-region.ts';
import { StoppedTimers } from '../../src/run/stopped-timers.ts';

const ESC = String.fromCharCode(27);
const PARTS = new RegExp(`${ESC}\\[\\d*[AKJ]|\\r|\\n|[^${ESC}\\r\\n]+`, 'g');
const UP = new RegExp(`^${ESC}\\[(\\d*)A$`);

/** What a terminal shows that was written to: it knows ends of lines, `\r`, and the escapes that a live region uses. */
class Screen {
  readonly isTTY = true;
  readonly columns: number;
  readonly lines: string[] = [''];
  #row = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string | Uint8Array): void {
    for (const [part] of String(text).matchAll(PARTS)) {
      const up = UP.exec(part);
      if (up) this.#row -= Number(up[1]);
      else if (part === `${ESC}[J`) this.lines.splice(this.#row, this.lines.length, '');
      else if (part === `${ESC}[K` || part === '\r') continue;
      else if (part === '\n') {
        this.#row++;
        this.lines[this.#row] ??= '';
      } else this.lines[this.#row] = part;
    }
  }

  get shown(): string[] {
    return this.lines.filter((line) => line !== '');
  }
}

describe('a live region', () => {
  test('writes its lines anew in their place, however many there were before', () => {
    const screen = new Screen(80);
    screen.write('banner\n');
    const region = new LiveRegion(screen);
    region.show(['one', 'two', 'three']);
    region.show(['four']);
    expect(screen.shown).toEqual(['banner', 'four']);
    region.show(['five', 'six']);
    expect(screen.shown).toEqual(['banner', 'five', 'six']);
  });

  test('leaves nothing behind', () => {
    const screen = new Screen(80);
    const region = new LiveRegion(screen);
    region.show(['one', 'two']);
    region.clear();
    region.clear();
    screen.write('the end\n');
    expect(screen.shown).toEqual(['the end']);
  });

  test('never writes a line that a terminal would wrap, and is for terminals wide enough alone', () => {
    const screen = new Screen(60);
    new LiveRegion(screen).show(['x'.repeat(200)]);
    expect(screen.shown[0]).toHaveLength(59);
    expect([59, 60].map((columns) => LiveRegion.fits({ write: () => true, isTTY: true, columns }, {}))).toEqual([
      false,
      true,
    ]);
    expect(LiveRegion.fits({ write: () => true, columns: 100 }, {})).toBe(false);
  });
});

describe('timers that an interrupt stopped', () => {
  const message = (n: number) => `setTimeout ${n} was stopped because the VU iteration was interrupted`;

  test('are named one by one where they are few, as k6 names them', () => {
    const stopped = new StoppedTimers();
    expect([1, 2].map((n) => stopped.takes(message(n)))).toEqual([true, true]);
    expect([stopped.said(), stopped.said()]).toEqual([[message(1), message(2)], []]);
  });

  test('are told by their number, once, where they are many', () => {
    const stopped = new StoppedTimers();
    for (let n = 1; n <= 12_000; n++) stopped.takes(message(n));
    expect(stopped.said()).toEqual(['12000 timers were stopped because their VU iterations were interrupted']);
  });

  test('leave other messages alone', () => {
    expect(new StoppedTimers().takes('setTimeout of mine was stopped')).toBe(false);
  });
});
