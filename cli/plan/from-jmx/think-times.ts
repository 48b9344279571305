import { formatDuration } from '../../../lib/plan/duration.ts';
import type { JmxNotes } from './jmx-notes.ts';
import type { JmxVariables } from './jmx-variables.ts';
import { type TestElement, withParents } from './test-elements.ts';

/** A wait, ms. */
export interface Wait {
  readonly minMs: number;
  readonly maxMs: number;
}

const TIMERS = ['ConstantTimer', 'UniformRandomTimer', 'GaussianRandomTimer', 'PoissonRandomTimer'];

/**
 * The wait before a sampler: the sum of all timers that stand below it or beside one of those above it, as JMeter adds
 * them. Undefined where there is none.
 *
 * @param becomes the key of the plan that it becomes
 */
export function waitBefore(
  sampler: TestElement,
  becomes: string,
  variables: JmxVariables,
  notes: JmxNotes,
): Wait | undefined {
  const timers = [...withParents(sampler)]
    .flatMap(({ children }) => children)
    .filter(({ kind, isEnabled }) => isEnabled && TIMERS.includes(kind));
  if (timers.length === 0) return undefined;
  let sum: Wait = { minMs: 0, maxMs: 0 };
  for (const timer of timers) {
    const { minMs, maxMs } = waitOf(timer, variables);
    sum = { minMs: sum.minMs + minMs, maxMs: sum.maxMs + maxMs };
    const isBell = timer.kind === 'GaussianRandomTimer' || timer.kind === 'PoissonRandomTimer';
    if (notes.has(timer)) continue;
    const says = `${formatDuration(minMs)} to ${formatDuration(maxMs)}, a part of ${becomes}`;
    notes.add(timer, isBell ? 'partly' : 'taken', isBell ? `${says}: every time between them alike` : says);
  }
  return sum;
}

/** Of a bell curve nearly all lies within two deviations of its middle. */
function waitOf(timer: TestElement, variables: JmxVariables): Wait {
  const delayMs = variables.number(timer, 'ConstantTimer.delay') ?? 0;
  const range = variables.number(timer, 'RandomTimer.range') ?? 0;
  switch (timer.kind) {
    case 'UniformRandomTimer':
      return { minMs: delayMs, maxMs: delayMs + range };
    case 'GaussianRandomTimer':
      return { minMs: Math.max(0, delayMs - 2 * range), maxMs: delayMs + 2 * range };
    case 'PoissonRandomTimer':
      return { minMs: delayMs, maxMs: delayMs + 2 * range };
    default:
      return { minMs: delayMs, maxMs: delayMs };
  }
}
