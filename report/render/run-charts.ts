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

/**
 * Sessions wanted, open and served, agents and waiting conversations; below them what HTTP refused and what was cut.
 *
 * @param startedMs Unix ms of second 0
 */
export function sessionsChart(over: RunOverTime, startedMs: number): Chart {
  const refused = over.seconds.map((_, at) => refusedAt(over, at));
  const lines: ChartLine[] = [
    { label: 'open', colour: 'held', look: 'area', values: over.held },
    ...(over.planned ? [{ label: 'wanted', colour: 'planned', look: 'dashed', values: over.planned } as const] : []),
    ...lineOf('served by an agent', 'served', 'line', over.served),
    ...lineOf('agents connected', 'agents', 'dotted', over.agents),
    // Without agents nobody was to accept anything.
    ...(over.waitingIs === 'read' || over.agents.some((count) => count > 0)
      ? lineOf(over.waitingIs === 'read' ? 'waiting for an agent' : 'not yet accepted', 'waiting', 'line', over.waiting)
      : []),
    ...barsAtFoot('refused a second', 'refused', over, refused),
    ...barsAtFoot('cut a second', 'other', over, over.cut),
  ];
  return { ...timeChart(over, startedMs), lines, unit: 'count', isTall: true };
}

/** Upgrade attempts a second by what came of them. */
export function outcomesChart(over: RunOverTime, startedMs: number): Chart {
  const step = Math.ceil(over.seconds.length / MAX_BARS);
  const lines = Object.entries(over.outcomes).map(([outcome, counts]): ChartLine => {
    const values = grouped(counts, step).map((sum) => rounded(sum / ((step * over.widthMs) / 1_000)));
    return { label: outcome, colour: COLOURS[outcome] ?? 'other', look: 'stacked bars', values };
  });
  // A bar ends where the last of its buckets does.
  const restSeconds = ((step - 1) * over.widthMs) / 1_000;
  const x = over.seconds.filter((_, at) => at % step === 0).map((second) => rounded(second + restSeconds));
  return { ...timeChart(over, startedMs), x, lines, unit: 'per second', isTall: false };
}

export function percentilesChart({ seconds, p50, p95, p99 }: Latency, startedMs: number): Chart {
  const lines: ChartLine[] = [
    { label: 'median', colour: 'median', look: 'line', values: p50 },
    { label: 'p95', colour: 'p95', look: 'dashed', values: p95 },
    { label: 'p99', colour: 'p99', look: 'dotted', values: p99 },
  ];
  const x = seconds.map(rounded);
  return { kind: 'time', startedMs, x, lines, unit: 'ms', marks: [], isTall: false, isOpenEnded: false };
}

export function distributionChart({ bars }: Latency): Chart {
  const { width, counts, above } = bars;
  const values = above > 0 ? [...counts, above] : counts;
  const lines: ChartLine[] = [{ label: 'samples', colour: 'median', look: 'bars', values }];
  const x = values.map((_, at) => at * width);
  const open = above > 0;
  return { kind: 'distribution', startedMs: 0, x, lines, unit: 'count', marks: [], isTall: false, isOpenEnded: open };
}

function timeChart(
  over: RunOverTime,
  startedMs: number,
): Pick<Chart, 'kind' | 'startedMs' | 'x' | 'marks' | 'isOpenEnded'> {
  return { kind: 'time', startedMs, x: over.seconds.map(rounded), marks: marksOf(over), isOpenEnded: false };
}

/** Upgrades that HTTP refused, as the tiles count them: those without an answer are not among them. */
function refusedAt({ outcomes }: RunOverTime, at: number): number {
  const refused = Object.entries(outcomes).filter(([outcome]) => outcome.startsWith('http-'));
  return refused.reduce((sum, [, counts]) => sum + (counts[at] ?? 0), 0);
}

function lineOf(
  label: string,
  colour: string,
  look: ChartLine['look'],
  values: readonly (number | null)[],
): ChartLine[] {
  return values.some((value) => (value ?? 0) > 0) ? [{ label, colour, look, values }] : [];
}

function barsAtFoot(label: string, colour: string, over: RunOverTime, counts: readonly number[]): ChartLine[] {
  if (counts.every((count) => count === 0)) return [];
  const values = counts.map((count) => rounded(count / (over.widthMs / 1_000)));
  return [{ label, colour, look: 'bars', isAtFoot: true, values }];
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
