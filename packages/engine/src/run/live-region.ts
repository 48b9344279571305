import type { RunIo, TextStream } from './run-io.ts';

const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const upwards = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A`);

/** A narrower terminal gets plain lines. */
const MIN_COLUMNS = 60;

/** How often (ms) lines that stay are written anew, and how often a plain line comes where they do not fit. */
export const showsEveryMs = (isLive: boolean): number => (isLive ? 500 : 10_000);

/** A few lines at the foot of a terminal that are written anew in their place. They leave nothing behind. */
export class LiveRegion {
  readonly #stream: TextStream;
  #shown = 0;

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  /** Whether a stream is a terminal that such lines fit: 60 columns and more, and a cursor that can be moved. */
  static fits({ isTTY, columns = 80 }: TextStream, env: RunIo['env']): boolean {
    return isTTY === true && columns >= MIN_COLUMNS && env.TERM !== 'dumb';
  }

  /** Shows these lines in the place of those before. A line that is too long is cut, so that none is wrapped. */
  show(lines: readonly string[]): void {
    const width = (this.#stream.columns ?? 80) - 1;
    const text = lines.map((line) => `${line.slice(0, width)}${CLEAR_LINE}\n`).join('');
    this.#stream.write(`\r${upwards(this.#shown)}${text}${CLEAR_BELOW}`);
    this.#shown = lines.length;
  }

  clear(): void {
    if (this.#shown > 0) this.#stream.write(`\r${upwards(this.#shown)}${CLEAR_BELOW}`);
    this.#shown = 0;
  }
}
