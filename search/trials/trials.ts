import { streamFor } from '../../lib/base/random.ts';
import { isComplete, metALimit, type ProbeReading, type SearchPhase } from '../../lib/plan/probes/phase.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { shuffled } from '../statistics/permutation-test.ts';
import type { Outcome, Pair } from './comparison-measures.ts';
import type { MeasuredPhase } from './measured-phase.ts';

/** Two arms that differ in one thing. A trial is a phase of one probe. */
export interface Contrast {
  readonly name: string;
  readonly a: SearchPhase;
  readonly b: SearchPhase;
}

export type Arm = 'a' | 'b';

/** The place of a trial in an experiment, as plain JSON. With what was measured it makes up the history. */
export interface TrialOrder {
  readonly contrast: string;
  readonly arm: Arm;
  /** A warm-up precedes the first trial that counts, so that each of them follows another. */
  readonly warmUp: boolean;
  /** The number of its pair, from 0, where trials are paired. */
  readonly pair?: number;
}

export interface Trial extends TrialOrder {
  readonly measured: MeasuredPhase;
}

export interface TrialSettings {
  /** The number of trials in each arm. */
  readonly trials: number;
  readonly seed: number;
  readonly budgetMs: number;
  /** One of each arm after the other, in an order drawn for each pair. Without it all trials come in one random order. */
  readonly paired?: boolean;
}

const MAX_FAILURES = 3;
/** The random stream of the order within pairs. */
const PAIRS_STREAM = 0x9a125;

export type NextTrial =
  | (TrialOrder & { readonly kind: 'measure'; readonly phase: SearchPhase })
  /** `why` is undefined when all trials were measured. */
  | { readonly kind: 'done'; readonly why?: string };

/** Decides the next trial of an experiment: one contrast after another, the arms of each in one random order. */
export function nextTrial(
  contrasts: readonly Contrast[],
  history: readonly Trial[],
  settings: TrialSettings,
): NextTrial {
  const failures = failuresAtTheEnd(history);
  if (failures >= MAX_FAILURES)
    return { kind: 'done', why: `${failures} trials in a row failed: ${whyNot(history.at(-1))}` };
  for (const [place, contrast] of contrasts.entries()) {
    const done = history.filter((trial) => trial.contrast === contrast.name && isValid(trial)).length;
    const order = orderOf(contrast.name, settings, place)[done];
    if (order === undefined) continue;
    const phase = contrast[order.arm];
    const elapsedMs = history.reduce((sum, { measured }) => sum + measured.tookMs, 0);
    if (elapsedMs + runMs(phase) <= settings.budgetMs) return { kind: 'measure', ...order, phase };
    return { kind: 'done', why: `the time budget ended before ${contrast.name} was measured` };
  }
  return { kind: 'done' };
}

function failuresAtTheEnd(history: readonly Trial[]): number {
  let count = 0;
  while (count < history.length && !isValid(history[history.length - 1 - count])) count++;
  return count;
}

function orderOf(contrast: string, { trials, seed, paired }: TrialSettings, place: number): TrialOrder[] {
  if (paired) return pairedOrder(contrast, trials, seed);
  const random = streamFor(seed, place);
  const arms = shuffled([...Array<Arm>(trials).fill('a'), ...Array<Arm>(trials).fill('b')], random);
  const first: Arm = random() < 0.5 ? 'a' : 'b';
  return [{ contrast, arm: first, warmUp: true }, ...arms.map((arm) => ({ contrast, arm, warmUp: false }))];
}

/** Which arm of a pair comes first is drawn for each, so that what drifts from trial to trial favours neither. */
function pairedOrder(contrast: string, trials: number, seed: number): TrialOrder[] {
  const random = streamFor(seed ^ PAIRS_STREAM, 0);
  const firsts = Array.from({ length: trials + 1 }, (): Arm => (random() < 0.5 ? 'a' : 'b'));
  return firsts.flatMap((arm, place): TrialOrder[] => {
    if (place === 0) return [{ contrast, arm, warmUp: true }];
    const pair = place - 1;
    const order = { contrast, warmUp: false, pair };
    return [
      { ...order, arm },
      { ...order, arm: arm === 'a' ? 'b' : 'a' },
    ];
  });
}

/** How long (ms) all trials take. */
export function experimentMs(contrasts: readonly Contrast[], trials: number): number {
  return contrasts.reduce((sum, { a, b }) => sum + trials * (runMs(a) + runMs(b)) + Math.max(runMs(a), runMs(b)), 0);
}

/** Whether the trial counts: all sessions were offered in time and decided, and the agents of the phase were there. */
function isValid(trial: Trial | undefined): boolean {
  if (trial === undefined || 'failed' in trial.measured) return false;
  const { measured } = trial;
  const [probe] = measured.probes;
  return probe !== undefined && isComplete(probe) && probe.late === 0 && agentsMissing(measured) === 0;
}

function agentsMissing({ phase, ...measured }: MeasuredPhase): number {
  return 'probes' in measured ? Math.max(0, (phase.agents ?? 0) - (measured.agentsOpen ?? 0)) : 0;
}

function whyNot(trial: Trial | undefined): string {
  if (trial === undefined) return '';
  const { measured } = trial;
  if ('failed' in measured) return measured.failed;
  const missing = agentsMissing(measured);
  if (missing > 0) return `${missing} of ${measured.phase.agents} notification sockets of agents did not open`;
  return measured.probes[0]?.late ? 'sessions came or left late' : 'the run ended before its sessions were decided';
}

/** What a trial measured, in sessions. */
const heldIn = (reading: ProbeReading): number => reading.held;

/**
 * What `value` says of each trial of a contrast that counts, the sessions held if it is not given; their readings; and
 * whether any of them met a limit.
 */
export function outcomesOf(history: readonly Trial[], contrast: string, value = heldIn) {
  const counted = history.filter((trial) => trial.contrast === contrast && !trial.warmUp && isValid(trial));
  const readings = (arm: Arm) =>
    counted.flatMap((trial) => (trial.arm === arm && 'probes' in trial.measured ? trial.measured.probes : []));
  const [a, b] = [readings('a'), readings('b')];
  return { a: a.map(value), b: b.map(value), readingsA: a, readingsB: b, metALimit: [...a, ...b].some(metALimit) };
}

/** The pairs of a paired contrast in which both trials count. */
export function pairsOf(history: readonly Trial[], contrast: string): Pair[] {
  const counted = history.filter((trial) => trial.contrast === contrast && trial.pair !== undefined && isValid(trial));
  const of = (arm: Arm) => new Map(counted.flatMap((trial) => (trial.arm === arm ? [[trial.pair, trial]] : [])));
  const others = of('b');
  return [...of('a')].flatMap(([pair, trial]) => {
    const other = others.get(pair);
    return other === undefined ? [] : [{ a: outcomeOf(trial), b: outcomeOf(other) }];
  });
}

/** What a trial showed: of a whole run what became of its visits, of a probe the sessions that it held. */
function outcomeOf({ measured }: Trial): Outcome {
  if ('failed' in measured) return {};
  const [probe] = measured.probes;
  return measured.outcome ?? (probe === undefined ? {} : { held: probe.held });
}
