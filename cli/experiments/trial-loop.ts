import { setTimeout as wait } from 'node:timers/promises';
import type { RunIo } from '@headroom/engine';
import type { ProbeReading } from '../../lib/plan/probes/phase.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { outcomeText } from '../../report/render/outcome-text.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import {
  type Contrast,
  experimentMs,
  type NextTrial,
  nextTrial,
  type Trial,
  type TrialSettings,
} from '../../search/trials/trials.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { NEVER_RAN, RETRY_MS } from './phase-runner.ts';
import type { ResumeFile } from './resume-file.ts';
import { SearchProgress, type Underway } from './search-progress.ts';

type Order = Extract<NextTrial, { kind: 'measure' }>;

export interface TrialLoop {
  readonly contrasts: readonly Contrast[];
  readonly settings: TrialSettings;
  readonly resume: ResumeFile<Trial>;
  /** Describes the arm of a trial, for a progress line. */
  label(order: Order): string;
  measure(order: Order): Promise<{ readonly measured: MeasuredPhase; readonly code: number }>;
}

/** How a loop of trials ended: complete, or why not. */
export type TrialLoopEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'irregular'; readonly why: string }
  | { readonly kind: 'interrupted' }
  /** The first run did not begin: nothing was measured, and `code` is its exit code. */
  | { readonly kind: 'refused'; readonly code: number };

/** Why an experiment has less than was wanted, as the last line of its answer; empty where it has all. */
export function endText(end: TrialLoopEnd, options: { readonly fresh?: boolean }): string {
  if (end.kind === 'irregular') return `irregular       ${end.why}\n`;
  return end.kind === 'interrupted' ? `interrupted     ${goesOnText(options)}\n` : '';
}

/** How an interrupted search or experiment is taken up again. */
export const goesOnText = ({ fresh }: { readonly fresh?: boolean }): string =>
  `the same command${fresh ? ' without --fresh' : ''} goes on from here`;

/** Runs trials in the order that `nextTrial` decides, and adds each to the resume file as it is measured. */
export async function runTrialLoop(
  experiment: TrialLoop,
  io: RunIo,
  progress = new SearchProgress(io),
): Promise<TrialLoopEnd> {
  const { contrasts, settings, resume, label, measure } = experiment;
  let interrupted = false;
  const forget = io.onInterrupt?.(() => {
    interrupted = true;
  });
  // Of attribute the file also has the phases before its trials.
  const trials = () => resume.history.filter(({ contrast }) => contrasts.some(({ name }) => name === contrast)).length;
  if (trials() > 0) progress.say(`going on from ${trials()} trials in ${resume.path}`);
  try {
    for (;;) {
      const next = nextTrial(contrasts, resume.history, settings);
      if (next.kind === 'done') {
        return next.why === undefined ? { kind: 'complete' } : { kind: 'irregular', why: next.why };
      }
      if (interrupted) return { kind: 'interrupted' };
      const { kind: _, phase: __, ...order } = next;
      const underway: Underway = {
        says: `${order.contrast}: ${label(next)}`,
        place: `trial ${trials() + 1}`,
        lastsMs: runMs(next.phase),
        leftMs: Math.max(0, experimentMs(contrasts, settings.trials) - spentMs(resume.history)),
      };
      const { measured, code } = await progress.during(underway, () => measure(next));
      const says = code === INTERRUPTED ? 'cut short' : measuredText(measured);
      const line = `${order.contrast}: ${label(next)}${order.warmUp ? ' (warm-up)' : ''}: ${says}`;
      if ('failed' in measured) progress.fail(line);
      else progress.say(line);
      if ('failed' in measured && resume.history.length === 0 && NEVER_RAN.has(code)) return { kind: 'refused', code };
      interrupted ||= code === INTERRUPTED;
      resume.add({ ...order, measured });
      if ('failed' in measured && !interrupted) await wait(RETRY_MS);
    }
  } finally {
    forget?.();
  }
}

const spentMs = (history: readonly Trial[]): number => history.reduce((sum, { measured }) => sum + measured.tookMs, 0);

function measuredText(measured: MeasuredPhase): string {
  if ('failed' in measured) return `failed: ${measured.failed}`;
  const [probe] = measured.probes;
  if (measured.outcome !== undefined) return outcomeText(measured.outcome);
  return probe === undefined ? 'nothing' : `${probe.held} of ${probe.offer} held${lost(probe)}`;
}

function lost({ refused, failed, dropped }: ProbeReading): string {
  const parts = [
    [refused, 'refused'],
    [failed, 'not answered'],
    [dropped, 'thrown out'],
  ] as const;
  return parts.map(([count, what]) => (count > 0 ? `, ${count} ${what}` : '')).join('');
}
