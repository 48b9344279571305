import { mean } from '../../lib/base/statistics.ts';
import type { Attribution, AxisFinding } from '../../search/attribution.ts';
import { shownP } from '../../search/statistics.ts';
import { groundworkText } from './groundwork-text.ts';

const HEAD = ['axis', 'answer', 'held in a', 'held in b', 'b − a (95 %)', 'p (Holm)', 'arms'];

/**
 * What was found before the trials, and the findings of these as a table, for a report or a support case.
 *
 * @param refusals what the refusals of all trials said, a line each
 */
export function attributionText(
  plan: string,
  target: string,
  result: Attribution,
  refusals: readonly string[] = [],
): string {
  const rows = [HEAD, ...result.findings.map(row)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  let text = `\nheadroom attribute · plan ${plan} · ${target} · around ${result.level} sessions\n\n`;
  const ground = result.groundwork === undefined ? '' : groundworkText(result.groundwork);
  if (ground !== '') text += `${ground}\n`;
  if (result.findings.length > 0) {
    text += rows.map(line).join('');
    text +=
      '\nTest: one-sided permutation test on the sessions held, b against a, corrected by Holm for all axes, at 5 %.\n';
  }
  for (const { axis, why } of result.findings) text += `${axis}: ${why}\n`;
  for (const { axis, why } of result.notVaried) text += `${axis}: not varied: ${why}\n`;
  if (refusals.length > 0) text += `\nRefusals say\n${refusals.map((words) => `  ${words}\n`).join('')}`;
  return `${text}\nattached to     ${result.attachedTo.join(', ')}\n`;
}

function row({ axis, answer, a, b, armA, armB, shift, adjustedP }: AxisFinding): string[] {
  const interval =
    shift === undefined ? '-' : `${signed(shift.estimate)} (${bounded(shift.lower)} to ${bounded(shift.upper)})`;
  return [
    axis,
    answer,
    held(a),
    held(b),
    interval,
    adjustedP === undefined ? '-' : shownP(adjustedP),
    `a: ${armA}; b: ${armB}`,
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
