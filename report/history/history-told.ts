import { type AgainstHistory, WORSE_ERROR } from '../../search/comparison/against-history.ts';
import { MEASURES, type Measure, type Outcome } from '../../search/trials/comparison-measures.ts';
import type { Case, Part, Told } from '../model/told.ts';
import { capitalised } from '../render/capitalised.ts';
import { momentOf } from '../render/moment-text.ts';
import { valueText, WORDS } from '../render/outcome-text.ts';
import { trendPlot } from '../render/trend-plot.ts';

/** A run of the trend. */
export interface TrendRun {
  readonly name: string;
  /** Unix ms. */
  readonly fromMs: number;
  readonly outcome: Outcome;
  /** One of those that the report is about. */
  readonly isNew: boolean;
  readonly isBaseline: boolean;
}

/** How runs of one plan went from one to the next, and whether the newest are worse than a baseline. */
export function historyTold(
  plan: string,
  runs: readonly TrendRun[],
  against: AgainstHistory | undefined,
  leftOut: readonly string[],
): Told {
  const seen = MEASURES.filter((measure) => runs.filter(({ outcome }) => outcome[measure] !== undefined).length > 1);
  const says = against === undefined ? `${runs.length} runs of ${plan}, one after the other.` : againstText(against);
  return {
    kind: 'history',
    title: `Runs of ${plan}`,
    tone: toneOf(against),
    word: against === undefined ? 'trend' : against.answer,
    says,
    ...(against?.p === undefined ? {} : { evidence: [evidenceOf(against)] }),
    advice: [],
    frame: [],
    unknown: [
      'what changed between the runs beside the plan: org, hour, generator and version of headroom',
      ...leftOut.map((why) => `left out: ${why}`),
    ],
    parts: [...seen.map((measure) => trendPart(measure, runs)), tableOf(runs)],
    cases: against === undefined ? [] : [caseOf(against, says)],
  };
}

/** The answer in a sentence. */
export function againstText({ measure, answer, runs, baseline, history, needed }: AgainstHistory): string {
  const { says, unit } = WORDS[measure];
  const text = (value: number) => `${valueText(measure, value)} ${unit}`;
  const shown = `${says}: ${runs.map(text).join(', ')}, baseline ${baseline === undefined ? 'unknown' : text(baseline)}`;
  switch (answer) {
    case 'worse':
      return `Worse than the baseline, beyond what ${history.length} runs before differ by: ${shown}.`;
    case 'not shown to be worse':
      return `Not shown to be worse than the baseline: ${shown}, and ${history.length} runs before.`;
    case 'too few':
      return `Too few runs to tell: ${history.length} before, of ${needed} that ${runs.length === 1 ? 'one run needs' : `${runs.length} runs need`}; ${shown}.`;
    case 'unknown':
      return `Unknown: the runs or the baseline do not show ${says}.`;
  }
}

/** What the answer rests on, and what it takes for granted. */
export const evidenceOf = ({ p, history, runs }: AgainstHistory): string =>
  `p ${(p ?? 1).toPrecision(2)}, by a permutation test of ${runs.length} against ${history.length}: it takes for granted that all were drawn alike, one independent of the other, and calls chance worse in at most ${WORSE_ERROR * 100} % of answers`;

function toneOf(against: AgainstHistory | undefined): Told['tone'] {
  if (against?.answer === 'worse') return 'bad';
  return against?.answer === 'not shown to be worse' ? 'good' : 'unsure';
}

function trendPart(measure: Measure, runs: readonly TrendRun[]): Part {
  const { says, unit, times } = WORDS[measure];
  const baseline = runs.find(({ isBaseline }) => isBaseline)?.outcome[measure];
  const picture = trendPlot({
    says: `${says} of each run, in their order; the table has the numbers.`,
    points: runs.map(({ fromMs, outcome, isNew }) => {
      const value = outcome[measure];
      return { label: momentOf(fromMs), value: value === undefined ? undefined : value * times, isNew };
    }),
    ...(baseline === undefined ? {} : { baseline: baseline * times }),
    ...(unit === '%' ? { most: times } : {}),
    written: (value) => `${Number(value.toPrecision(4))}`,
  });
  const named = says.startsWith(unit) ? says : `${says}, ${unit}`;
  return {
    title: capitalised(named),
    note: `A large dot is a run of this report${baseline === undefined ? '' : ', the dashed line the baseline'}.`,
    head: [],
    rows: [],
    picture,
  };
}

function tableOf(runs: readonly TrendRun[]): Part {
  return {
    title: 'The numbers',
    head: ['run', 'when', ...MEASURES.map((measure) => `${measure}, ${WORDS[measure].unit}`), ''],
    rows: runs.map(({ name, fromMs, outcome, isNew, isBaseline }) => [
      name,
      momentOf(fromMs),
      ...MEASURES.map((measure) => {
        const value = outcome[measure];
        return value === undefined ? '–' : valueText(measure, value);
      }),
      [isNew ? 'this report' : '', isBaseline ? 'baseline' : ''].filter((word) => word !== '').join(', '),
    ]),
  };
}

function caseOf({ answer, measure }: AgainstHistory, says: string): Case {
  const name = `not worse than the baseline in ${WORDS[measure].says}`;
  if (answer === 'not shown to be worse') return { name, outcome: 'passed', says: '' };
  return { name, outcome: answer === 'worse' ? 'failed' : 'skipped', says };
}
