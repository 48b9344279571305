import type { SearchPhaseName } from '../../../lib/plan/probes/phase.ts';
import { timetable } from '../../../lib/plan/probes/timetable.ts';
import { outcomeOf } from '../../../search/ceiling/level-steps.ts';
import type { MeasuredPhase } from '../../../search/trials/measured-phase.ts';
import type { CeilingFile } from '../../read/search-files.ts';

/** A probe that was run: one that was never offered, since its run had ended before, is none. */
export interface RunProbe {
  /** The stage of the search, where the file says. A window is a probe of `confirm`. */
  readonly stage: SearchPhaseName | undefined;
  readonly level: number;
  /** Sessions that stayed in, where the file says. */
  readonly held: number | undefined;
  readonly outcome: string;
  /** When its first session was offered (Unix ms). */
  readonly startedMs: number | undefined;
}

/** A rung of the ladder: neighbouring windows or probes of one level that went alike. */
export interface LadderRung extends RunProbe {
  readonly times: number;
}

type Reading = Extract<MeasuredPhase, { probes: unknown }>['probes'][number];

/** The probes of a search, in the order in which they were run. */
export function probesIn(history: NonNullable<CeilingFile['history']>): RunProbe[] {
  return history.flatMap((measured) => ('probes' in measured ? probesOf(measured) : []));
}

/** The windows of an answer that has no history. */
export function windowsIn({ windows }: CeilingFile['result']): RunProbe[] {
  return windows.map(({ level, outcome }) => ({
    stage: 'confirm',
    level,
    held: undefined,
    outcome,
    startedMs: undefined,
  }));
}

function probesOf({ phase, startedMs, probes = [] }: Extract<MeasuredPhase, { probes: unknown }>): RunProbe[] {
  const times = phase?.probes === undefined ? [] : timetable(phase);
  return probes.flatMap((reading, place) => {
    if (!wasRun(reading)) return [];
    const { offer: level, held } = reading;
    const isCrowded = place > 0 && (probes[place - 1]?.late ?? 0) > 0;
    const at = times[place]?.startsMs;
    return [
      {
        stage: phase?.name,
        level,
        held,
        outcome: outcomeIn(reading, isCrowded),
        startedMs: startedMs === undefined || at === undefined ? undefined : startedMs + at,
      },
    ];
  });
}

/** Whether a probe was run, which anything that became of its sessions shows: what has come, was refused, or was not answered. */
export function wasRun({ offer: _, ...counts }: Reading): boolean {
  return Object.values(counts).some((count) => typeof count === 'number' && count > 0);
}

/** By the rules of the search; a reading of which only sessions held are known is clean where all were. */
function outcomeIn(reading: Reading, isCrowded: boolean): string {
  if (reading.admitted === undefined) return reading.held >= reading.offer ? 'clean' : 'refused';
  return outcomeOf(reading, isCrowded) ?? 'not decided';
}

/** Neighbours that went alike as one. */
export function rungsOf(probes: readonly RunProbe[]): LadderRung[] {
  const rungs: LadderRung[] = [];
  for (const probe of probes) {
    const last = rungs.at(-1);
    const { level, outcome, held, stage } = probe;
    const isSame =
      last && last.level === level && last.outcome === outcome && last.held === held && last.stage === stage;
    if (isSame) rungs[rungs.length - 1] = { ...last, times: last.times + 1 };
    else rungs.push({ ...probe, times: 1 });
  }
  return rungs;
}
