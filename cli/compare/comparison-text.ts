import type { Comparison } from '../../search/comparison.ts';
import { shownP } from '../../search/statistics.ts';

const LABEL = 16;
const line = (label: string, text: string): string => `${label.padEnd(LABEL)}${text}\n`;
const round = (value: number): number => Math.round(value * 10) / 10;

interface Report {
  readonly a: string;
  readonly b: string;
  readonly by: string;
  readonly differences: readonly string[];
  readonly result: Comparison;
}

/** The answer as text: which plan is better, by how much, and how sure that is. */
export function comparisonText({ a, b, by, differences, result }: Report): string {
  const { answer, meanA, meanB, shift, p, confidence } = result;
  const says = {
    'b is better': `${b} is better than ${a}`,
    'a is better': `${a} is better than ${b}`,
    'no difference shown': 'no difference shown',
  }[answer];
  const sure = `${confidence * 100} %`;
  let text = `\nheadroom compare · ${a} (a) and ${b} (b), by ${by === 'ceiling' ? 'probes of their ceiling' : `runs of ${by}`}\n\n`;
  text += line('answer', says);
  text += line('held in a', `${round(meanA)} sessions on average: ${result.a.join(', ')}`);
  text += line('held in b', `${round(meanB)} sessions on average: ${result.b.join(', ')}`);
  text += line(
    'by how much',
    `${round(shift.estimate)} sessions from a to b, ${interval(result)} with ${sure} confidence`,
  );
  text += line('how sure', `two-sided permutation test, ${shownP(p)}; shown below ${round((1 - confidence) * 100)} %`);
  text += line('they differ in', differences.join(', '));
  return text;
}

function interval({ shift: { lower, upper } }: Comparison): string {
  if (upper === Number.MAX_VALUE) return 'unbounded';
  return `${round(lower)} to ${round(upper)}`;
}
