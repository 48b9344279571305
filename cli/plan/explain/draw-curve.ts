/** A value over time, as it is drawn. */
export interface Curve {
  readonly title: string;
  /** Its value at a time (ms from the start). */
  readonly at: (elapsedMs: number) => number;
  /** The greatest value: the top of the drawing. */
  readonly max: number;
}

const ROWS = 6;
/** Characters before the drawing: the greatest value of a scale, and its line. */
const SCALE = 10;
/** How much of a character is filled, in eighths. */
const EIGHTHS = ' ▁▂▃▄▅▆▇█';

/**
 * Draws a curve as text: one column for each of `columns` equal spans of time, at its middle, with a scale at the left.
 * What is above 0 shows, however little it is.
 *
 * @param lastsMs how long the time axis is
 */
export function drawCurve({ title, at, max }: Curve, lastsMs: number, width: number): string[] {
  const columns = width - SCALE;
  const heights = Array.from({ length: columns }, (_, column) => {
    const value = at(((column + 0.5) / columns) * lastsMs);
    return value <= 0 ? 0 : Math.max(1, Math.round((value / max) * ROWS * 8));
  });
  const lines = [title];
  for (let row = ROWS - 1; row >= 0; row--) {
    const filled = heights.map((height) => EIGHTHS[Math.max(0, Math.min(8, height - row * 8))] ?? ' ').join('');
    lines.push(`${scaleAt(row, max).padStart(SCALE - 2)} │${filled}`.trimEnd());
  }
  lines.push(`${'0'.padStart(SCALE - 2)} └${'─'.repeat(columns)}`);
  return lines;
}

function scaleAt(row: number, max: number): string {
  if (row === ROWS - 1) return shownValue(max);
  return row === ROWS / 2 - 1 ? shownValue(max / 2) : '';
}

const shownValue = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en-US') : value.toPrecision(3);

/** The line below drawings: marks at times (ms), each with its words, which leave out what would overlap. */
export function timeAxis(
  marks: readonly { readonly atMs: number; readonly says: string }[],
  lastsMs: number,
  width: number,
): string {
  const columns = width - SCALE;
  let line = '';
  for (const { atMs, says } of marks) {
    const wanted = SCALE + Math.round((atMs / lastsMs) * columns);
    const column = Math.min(wanted, width - says.length);
    if (line !== '' && column <= line.length) continue;
    line = line.padEnd(column) + says;
  }
  return line;
}
