import type { Comparison, MeasureComparison } from '../../../search/comparison/comparison.ts';
import { shownP } from '../../../search/statistics/statistics.ts';
import { differenceText, valueText, WORDS } from '../../render/outcome-text.ts';

/** Two plans that were compared, and what came of it. */
export interface Compared {
  readonly a: string;
  readonly b: string;
  readonly by: string;
  readonly differences: readonly string[];
  readonly result: Comparison;
}

const LABEL = 16;

/** What a trial was. */
export const trialsText = (by: string): string => (by === 'ceiling' ? 'probes of their ceiling' : `runs of ${by}`);

/** The answer as text for a terminal. */
export function comparisonText(compared: Compared): string {
  const { a, b, by } = compared;
  const lines = comparisonLines(compared).map(([label, text]) => `${label.padEnd(LABEL)}${text}\n`);
  return `\nheadroom compare · ${a} (a) and ${b} (b), by ${trialsText(by)}\n\n${lines.join('')}`;
}

/**
 * The answer, a label and a text a line: which plan is better and by what, by how much, how sure that is, and what could have
 * been seen.
 */
export function comparisonLines({ a, b, differences, result }: Compared): (readonly [label: string, text: string])[] {
  const lines: (readonly [string, string])[] = [
    ['answer', answerText(a, b, result)],
    [`${result.measure} in a`, sideText(result, 'a')],
    [`${result.measure} in b`, sideText(result, 'b')],
  ];
  if (result.differences.length > 0) lines.push(['by how much', shiftText(result)]);
  if (result.answer !== 'no verdict') {
    lines.push(['how sure', sureText(result)], ['could be seen', detectableText(result)]);
  }
  for (const other of result.others) lines.push([other.measure, otherText(a, b, other)]);
  if (result.others.length > 0) lines.push(['these beside', besideText(result)]);
  return [...lines, ['they differ in', differences.join(', ') || 'nothing: what is shown is noise']];
}

/** Which plan is better in what, in a sentence without its end. */
export function answerText(a: string, b: string, { answer, measure, differences, needed }: MeasureComparison): string {
  const { says } = WORDS[measure];
  const than = measure === 'wait' ? `is shorter in` : `is better in`;
  switch (answer) {
    case 'b is better':
      return measure === 'wait' ? `${says} ${than} ${b} than in ${a}` : `${b} ${than} ${says} than ${a}`;
    case 'a is better':
      return measure === 'wait' ? `${says} ${than} ${a} than in ${b}` : `${a} ${than} ${says} than ${b}`;
    case 'no difference shown':
      return `no difference shown in ${says}`;
    case 'no verdict':
      return needed > differences.length
        ? `no verdict: ${differences.length} pairs of trials, and fewer than 8 show nothing`
        : `no verdict: ${says} was not seen in any pair`;
  }
}

function sideText({ measure, ...result }: MeasureComparison, arm: 'a' | 'b'): string {
  const values = result[arm];
  if (values.length === 0) return 'not seen';
  const [mean, worst] = arm === 'a' ? [result.meanA, result.worstA] : [result.meanB, result.worstB];
  const text = (value: number) => valueText(measure, value);
  return `${text(mean)} ${WORDS[measure].unit} on average, ${text(worst)} at worst: ${values.map(text).join(', ')}`;
}

function shiftText({ measure, shift, confidence, needed, differences }: MeasureComparison): string {
  const { estimate, lower, upper } = shift;
  const text = (value: number) => differenceText(measure, value);
  const median = `${text(estimate)} from a to b (median of ${differences.length} differences)`;
  if (needed > differences.length) return median;
  return `${median}, ${text(lower)} to ${text(upper)} with ${percent(confidence)} confidence`;
}

function sureText({ better, needed, differences, p }: MeasureComparison): string {
  const n = differences.length;
  return `a better in ${better.a} and b in ${better.b} of ${n} pairs, shown from ${needed} on; sign test of a median difference of 0, ${shownP(p)}`;
}

function detectableText({ measure, detectable, differences }: MeasureComparison): string {
  const pairs = `${differences.length} pairs`;
  if (detectable === undefined || detectable === 0) return `any difference: the ${pairs} did not vary`;
  return `${pairs} that vary so show a difference of ${differenceText(measure, detectable).slice(1)} four times in five`;
}

function otherText(a: string, b: string, other: MeasureComparison): string {
  const { measure, meanA, meanB, worstA, worstB, answer, better, differences, shift } = other;
  const values = ([mean, worst]: readonly [number, number]) =>
    `${valueText(measure, mean)} (worst ${valueText(measure, worst)})`;
  const levels = `${values([meanA, worstA])} and ${values([meanB, worstB])} ${WORDS[measure].unit}`;
  const median = `${differenceText(measure, shift.estimate)} in the median`;
  const counts = `a better in ${better.a} and b in ${better.b} of ${differences.length}`;
  return `${answer === 'no verdict' ? 'not judged' : answerText(a, b, other)}: ${levels}, ${median}; ${counts}`;
}

function besideText({ others, error, differences }: Comparison): string {
  if (others.every(({ answer }) => answer === 'no verdict')) {
    return `fewer than 10 pairs judge no more than one measure`;
  }
  return `shown only where all ${differences.length} pairs agree; all answers here together err in at most ${percent(error)}`;
}

/** A probability with two digits: `99.4 %`, `0.78 %`. */
function percent(share: number): string {
  const value = share * 100;
  return `${value > 10 ? Math.floor(value * 10) / 10 : Math.ceil(value * 100) / 100} %`;
}
