import type { GateLine } from '../../report/model/gate-lines.ts';
import { observedValue } from '../../report/render/key-figures.ts';
import { shownLine } from '../../report/render/shown-text.ts';

/** GitHub shows so many annotations of a step. */
const MOST = 10;

/**
 * The rules that do not hold as annotations of GitHub Actions (`::error title=…::…`), and why the run as a whole does not
 * pass. What could end the line, or begin a property of it, is written as GitHub asks for.
 */
export function annotations(gates: readonly GateLine[], why: string | undefined): string[] {
  const crossed = gates.filter(({ ok }) => ok === false);
  if (crossed.length === 0) return why === undefined ? [] : [annotation('headroom', why)];
  const shown = crossed.slice(0, crossed.length > MOST ? MOST - 1 : MOST);
  const lines = shown.map((line) => annotation(line.metric, `${line.rule}, was ${observedValue(line)}`));
  const more = crossed.length - shown.length;
  return more === 0 ? lines : [...lines, annotation('headroom', `${more} more rules do not hold: the report has them`)];
}

const annotation = (title: string, says: string): string => `::error title=${property(title)}::${message(says)}`;

const message = (text: string): string =>
  shownLine(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
