import type { Latency } from '../model/latencies.ts';
import type { RunOverTime } from '../model/over-time.ts';
import type { Chart, ChartLine } from '../page/chart.ts';

/** With more bars than this none is wide enough to be told from the next on a phone. */
const MAX_BARS = 100;

const COLOURS: Readonly<Record<string, string>> = {
  opened: 'held',
  'http-503': 'refused',
  'http-429': 'waiting',
  'http-403': 'other',
  'http-unseen': 'refused',
  timeout: 'planned',
  network: 'ink',
};

/** Sessions planned and held, agents and waiting conversations; what HTTP refused at the foot. */
export function sessionsChart(over: RunOverTime): Chart {
  const refused = over.seconds.map((_, at) => refusedAt(over, at));
  const lines: ChartLine[] = [
    { label: 'held', colour: 'held', look: 'area', values: over.held },
    ...(over.planned ? [{ label: 'planned', colour: 'planned', look: 'dashed', values: over.planned } as const] : []),
    ...lineOf('agents connected', 'agents', over.agents),
    ...lineOf(over.waitingIs === 'read' ? 'waiting for an agent' : 'not yet accepted', 'waiting', over.waiting),
    ...(refused.some((count) => count > 0)
      ? [
          {
            label: 'refused a second',
            colour: 'refused',
            look: 'bars',
            isAtFoot: true,
            values: perSecond(over, refused),
          } as const,
        ]
      : []),
  ];
  return {
    kind: 'time',
    x: over.seconds.map(rounded),
    lines,
    unit: 'count',
    marks: marksOf(over),
    isTall: true,
    isOpenEnded: false,
  };
}

/** Upgrade attempts a second by what came of them. */
export function outcomesChart(over: RunOverTime): Chart {
  const step = Math.ceil(over.seconds.length / MAX_BARS);
  const lines = Object.entries(over.outcomes).map(([outcome, counts]): ChartLine => {
    const values = grouped(counts, step).map((sum) => rounded(sum / ((step * over.widthMs) / 1_000)));
    return { label: outcome, colour: COLOURS[outcome] ?? 'other', look: 'stacked bars', values };
  });
  // A bar ends where the last of its buckets does.
  const restSeconds = ((step - 1) * over.widthMs) / 1_000;
  const x = over.seconds.filter((_, at) => at % step === 0).map((second) => rounded(second + restSeconds));
  return { kind: 'time', x, lines, unit: 'per second', marks: marksOf(over), isTall: false, isOpenEnded: false };
}

export function percentilesChart({ seconds, p50, p95, p99 }: Latency): Chart {
  const lines: ChartLine[] = [
    { label: 'median', colour: 'median', look: 'line', values: p50 },
    { label: 'p95', colour: 'p95', look: 'line', values: p95 },
    { label: 'p99', colour: 'p99', look: 'dashed', values: p99 },
  ];
  return { kind: 'time', x: seconds.map(rounded), lines, unit: 'ms', marks: [], isTall: false, isOpenEnded: false };
}

export function distributionChart({ bars }: Latency): Chart {
  const { width, counts, above } = bars;
  const values = above > 0 ? [...counts, above] : counts;
  const lines: ChartLine[] = [{ label: 'samples', colour: 'median', look: 'bars', values }];
  const x = values.map((_, at) => at * width);
  return { kind: 'distribution', x, lines, unit: 'count', marks: [], isTall: false, isOpenEnded: above > 0 };
}

/** Upgrades that HTTP refused, as the tiles count them: those without an answer are not among them. */
function refusedAt({ outcomes }: RunOverTime, at: number): number {
  const refused = Object.entries(outcomes).filter(([outcome]) => outcome.startsWith('http-'));
  return refused.reduce((sum, [, counts]) => sum + (counts[at] ?? 0), 0);
}

function lineOf(label: string, colour: string, values: readonly (number | null)[]): ChartLine[] {
  return values.some((value) => (value ?? 0) > 0) ? [{ label, colour, look: 'line', values }] : [];
}

function perSecond({ widthMs }: RunOverTime, counts: readonly number[]): number[] {
  return counts.map((count) => rounded(count / (widthMs / 1_000)));
}

function grouped(values: readonly number[], step: number): number[] {
  const sums: number[] = [];
  values.forEach((value, at) => {
    const group = Math.floor(at / step);
    sums[group] = (sums[group] ?? 0) + value;
  });
  return sums;
}

function marksOf({ phases }: RunOverTime): Chart['marks'] {
  return phases.slice(0, -1).map(({ name, endsAtSecond }) => ({ at: rounded(endsAtSecond), label: name }));
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
