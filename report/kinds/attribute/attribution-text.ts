import { mean } from '../../../lib/base/statistics.ts';
import type { Attribution } from '../../../search/attribution/attribution.ts';
import { shownP } from '../../../search/statistics/statistics.ts';
import type { AttributeFile } from '../../read/search-files.ts';
import { groundworkLines } from './groundwork-lines.ts';

export const HEAD = ['axis', 'answer', 'held in a', 'held in b', 'b − a (95 %)', 'p (Holm)', 'arms'];
export const TEST =
  'Test: one-sided permutation test on the sessions held, b against a, corrected by Holm for all axes, at 5 %.';

const LABEL = 16;

/**
 * What was found before the trials, and the findings of these as a table, for a terminal.
 *
 * @param refusals what the refusals of all trials said, a line each
 */
export function attributionText(
  plan: string,
  target: string,
  result: Attribution,
  refusals: readonly string[] = [],
): string {
  const rows = [HEAD, ...result.findings.map(findingRow)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  let text = `\nheadroom attribute · plan ${plan} · ${target} · around ${result.level} sessions\n\n`;
  const ground = result.groundwork === undefined ? [] : groundworkLines(result.groundwork);
  for (const [label, says] of ground) text += `${label.padEnd(LABEL)}${says}\n`;
  if (ground.length > 0) text += '\n';
  if (result.findings.length > 0) text += `${rows.map(line).join('')}\n${TEST}\n`;
  for (const [axis, why] of reasons(result)) text += `${axis}: ${why}\n`;
  if (refusals.length > 0) text += `\nRefusals say\n${refusals.map((words) => `  ${words}\n`).join('')}`;
  return `${text}\n${'attached to'.padEnd(LABEL)}${result.attachedTo.join(', ')}\n`;
}

/** Why each axis got its answer, and why others were not varied. */
export function reasons({ findings, notVaried = [] }: AttributeFile['result']): (readonly [string, string])[] {
  return [
    ...findings.map(({ axis, why }) => [axis, why] as const),
    ...notVaried.map(({ axis, why }) => [axis, `not varied: ${why}`] as const),
  ];
}

type Finding = AttributeFile['result']['findings'][number];

/** One finding in the columns of `HEAD`. */
export function findingRow({ axis, answer, a = [], b = [], armA, armB, shift, adjustedP }: Finding): string[] {
  const interval =
    shift === undefined ? '-' : `${signed(shift.estimate)} (${bounded(shift.lower)} to ${bounded(shift.upper)})`;
  return [
    axis,
    answer,
    held(a),
    held(b),
    interval,
    adjustedP === undefined ? '-' : shownP(adjustedP),
    armA === undefined || armB === undefined ? '-' : `a: ${armA}; b: ${armB}`,
  ];
}

function held(values: readonly number[]): string {
  if (values.length === 0) return '-';
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return min === max ? `${min} × ${values.length}` : `${mean(values).toFixed(1)} (${min} to ${max})`;
}

const signed = (value: number): string => (value > 0 ? `+${round(value)}` : `${round(value)}`);
const bounded = (value: number): string => (Math.abs(value) === Number.MAX_VALUE ? 'unbounded' : signed(value));
const round = (value: number): number => Math.round(value * 10) / 10;
