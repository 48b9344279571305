import type { Comparison } from '../../../search/comparison/comparison.ts';
import type { Case, Fact, Part, Told } from '../../model/told.ts';
import { factsOf, factsPart } from '../../model/told.ts';
import type { CompareFile } from '../../read/search-files.ts';
import { capitalised } from '../../render/capitalised.ts';
import { dotPlot } from '../../render/dot-plot.ts';
import { frameOf, simulated } from '../../render/frame.ts';
import { differenceText, valueText, WORDS } from '../../render/outcome-text.ts';
import { answerText, comparisonLines, trialsText } from './comparison-lines.ts';

export function comparisonTold(file: CompareFile): Told {
  const { a, b, by, target, startedAt, endedAt, differences, end, engine } = file;
  const result = wholeComparison(file.result);
  const { answer } = file.result;
  const lines = result === undefined ? [] : comparisonLines({ a, b, by, differences, result });
  const says = result === undefined ? answer : answerText(a, b, result);
  const pairs = result?.differences.length ?? Math.min(file.result.a.length, file.result.b.length);
  return {
    kind: 'compare',
    title: `${a} (a) and ${b} (b)`,
    tone:
      answer === 'no verdict'
        ? 'unsure'
        : answer === 'a is better'
          ? 'bad'
          : answer === 'b is better'
            ? 'good'
            : 'unsure',
    word: answer,
    ...figureOf(result),
    // The name of a plan is spelt as it is.
    says: `${[a, b].some((name) => says.startsWith(name)) ? says : capitalised(says)}.`,
    advice: adviceOf(lines),
    frame: [
      ...frameOf({
        startedAt,
        endedAt,
        plan: `${a}; ${b}`,
        target,
        scope: `${pairs} pairs of ${trialsText(by)}`,
        generator: engine,
      }),
      { name: 'they differ in', text: differences.join(', ') || 'nothing: what is shown is noise' },
    ],
    unknown: [
      ...simulated(target),
      'other hours and days: the pairs are of these minutes',
      ...(result?.differences.some((difference) => difference !== result.differences[0])
        ? ['a smaller difference than could be seen']
        : []),
    ],
    parts: [
      factsPart('The answer', lines.length === 0 ? bareFacts(file) : factsOf(lines)),
      ...(result === undefined ? [] : [pairsPart(result)]),
    ],
    cases: casesOf(file, says, end),
  };
}

/** The whole comparison; undefined where a file has less of it. */
function wholeComparison(result: CompareFile['result']): Comparison | undefined {
  const { measure, differences, shift, better, needed, p, others, meanA } = result;
  const isWhole = [measure, differences, shift, better, needed, p, others, meanA].every((part) => part !== undefined);
  return isWhole ? (result as Comparison) : undefined;
}

function figureOf(result: Comparison | undefined): Pick<Told, 'figure'> {
  if (result === undefined) return {};
  const { measure, meanA, meanB } = result;
  if (!result.answer.endsWith('is better')) {
    const { says, unit } = WORDS[measure];
    const of = says.startsWith(unit) ? says : `${unit}, ${says}`;
    return {
      figure: {
        value: `${valueText(measure, meanA)} and ${valueText(measure, meanB)}`,
        of: `${of}, in a and b on average`,
      },
    };
  }
  return {
    figure: {
      value: differenceText(result.measure, result.shift.estimate),
      of: `from a to b in ${WORDS[result.measure].says}`,
    },
  };
}

/** How sure it is, and what could have been seen, in the words of the terminal. */
function adviceOf(lines: ReturnType<typeof comparisonLines>): Fact[] {
  const told = lines.filter(([label]) => label === 'how sure' || label === 'could be seen');
  return told.map(([label, text]) => ({
    name: capitalised(label),
    // What begins with an arm is spelt as it is.
    text: `${/^[ab] /.test(text) ? text : capitalised(text)}.`,
  }));
}

function bareFacts({ result, differences }: CompareFile): Fact[] {
  return [
    { name: 'answer', text: result.answer },
    { name: 'in a', text: result.a.join(', ') },
    { name: 'in b', text: result.b.join(', ') },
    { name: 'they differ in', text: differences.join(', ') },
  ];
}

function pairsPart({ measure, a, b, differences, shift, meanA, meanB, needed }: Comparison): Part {
  const { says, unit, times } = WORDS[measure];
  const scaled = (values: readonly number[]) => values.map((value) => value * times);
  const isShown = needed <= differences.length;
  const interval = isShown ? { interval: { lower: shift.lower * times, upper: shift.upper * times } } : {};
  const written = (value: number) => `${Number(value.toPrecision(6))}`;
  const arms = dotPlot({
    says: `${says} in each trial of a and b; the table has each.`,
    rows: [
      { label: 'a', values: scaled(a), estimate: meanA * times },
      { label: 'b', values: scaled(b), estimate: meanB * times },
    ],
    written,
  });
  const difference = dotPlot({
    says: 'The differences pair by pair, their median and its interval; the table has each.',
    rows: [{ label: 'b − a', values: scaled(differences), estimate: shift.estimate * times, ...interval }],
    hasZero: true,
    written,
  });
  return {
    title: 'Pair by pair',
    note: `${capitalised(says)}, in ${unit}. A dot is a trial, a stroke the mean of an arm; below, a dot is a pair, the stroke the median, the bar its interval.`,
    head: ['pair', 'a', 'b', 'b − a'],
    rows: differences.map((value, place) => [
      place + 1,
      textAt(measure, a[place]),
      textAt(measure, b[place]),
      differenceText(measure, value),
    ]),
    picture: `<h3 class="sub">Each trial</h3>${arms}<h3 class="sub">Each pair</h3>${difference}`,
  };
}

const textAt = (measure: Comparison['measure'], value: number | undefined): string =>
  value === undefined ? '–' : valueText(measure, value);

function casesOf({ result: { answer } }: CompareFile, says: string, end: CompareFile['end']): Case[] {
  const isWorse = answer === 'a is better';
  const why = end?.kind === 'irregular' ? end.why : end?.kind === 'interrupted' ? 'it was interrupted' : '';
  return [
    {
      name: 'b is not worse than a',
      outcome: isWorse ? 'failed' : answer === 'no verdict' ? 'skipped' : 'passed',
      says,
    },
    { name: 'all trials were measured', outcome: why === '' ? 'passed' : 'failed', says: why },
  ];
}
