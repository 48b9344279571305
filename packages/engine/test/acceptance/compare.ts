import type { ExpectedFigure } from './expected.ts';
import type { SummaryExport } from './run.ts';

type Group = SummaryExport['root_group'];

/** Passes and fails of every check, by path. */
export function checksOf(group: Group): Record<string, [passes: number, fails: number]> {
  const own = Object.values(group.checks).map(({ path, passes, fails }) => [path, [passes, fails]]);
  const nested = Object.values(group.groups).map(checksOf);
  return Object.assign({}, Object.fromEntries(own), ...nested);
}

/** Whether each threshold held (the file says whether it failed), by metric. */
export function thresholdsOf({ metrics }: SummaryExport): Record<string, Record<string, boolean>> {
  const held: Record<string, Record<string, boolean>> = {};
  for (const [name, { thresholds }] of Object.entries(metrics)) {
    if (typeof thresholds !== 'object') continue;
    held[name] = Object.fromEntries(Object.entries(thresholds).map(([text, failed]) => [text, !failed]));
  }
  return held;
}

/** Requests counted under the expected keys: with their query where a key has it, else by method and path. */
export function countSeen(
  seen: readonly string[],
  expected: Readonly<Record<string, ExpectedFigure>>,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const whole of seen) {
    const key = whole in expected ? whole : (whole.split('?')[0] ?? whole);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** One line for every figure that is not as expected, or is missing, or (where `closed`) was not expected at all. */
export function mismatches(
  found: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, ExpectedFigure>>,
  closed = false,
): string[] {
  const wrong = Object.entries(expected)
    .filter(([name, figure]) => !matches(found[name], figure))
    .map(([name, figure]) => `${name}: ${JSON.stringify(figure)} expected, ${found[name]} found`);
  const surplus = closed ? Object.keys(found).filter((name) => !(name in expected)) : [];
  return [...wrong, ...surplus.map((name) => `${name}: not expected, ${found[name]} found`)];
}

function matches(found: unknown, figure: ExpectedFigure): boolean {
  if (typeof found !== 'number') return false;
  if (typeof figure === 'number') return Math.abs(found - figure) < 1e-9;
  return found >= (figure.from ?? -Infinity) && found <= (figure.to ?? Infinity);
}
