import { HOLD_SLICES } from '../../lib/measures/table/tag-values.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { KnownLevels } from '../../lib/verdict/reading/level.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';
import { openAtEnds } from '../fold/session-levels.ts';

/**
 * The sessions of all shares that were open at the same instants. The shares' own counts by phase are each by a clock of
 * its own, and their sum may exceed what was ever open at once.
 *
 * @param startsMs when the scenarios of each share began (Unix ms). The ramp of the run ends with that of its last share,
 * and its hold with that of its first.
 */
export function levelsOf(samples: FoldedSamples, plan: Plan, startsMs: readonly number[]): KnownLevels {
  const { rampMs, holdEndsMs } = scheduleOf(plan);
  const changes = changesOf(samples);
  const rampEndsMs = Math.max(...startsMs) + rampMs;
  const holdEnds = Math.max(rampEndsMs, Math.min(...startsMs) + holdEndsMs);
  const at = (ms: number) => levelAt(changes, ms);
  return {
    afterRamp: at(rampEndsMs),
    afterHold: at(holdEnds),
    slices: HOLD_SLICES.map((_, slice) =>
      at(rampEndsMs + ((slice + 1) * (holdEnds - rampEndsMs)) / HOLD_SLICES.length),
    ),
    peak: Math.max(0, ...changes.map(({ level }) => level)),
  };
}

/** The level from the end of a bucket of time on. */
interface Change {
  readonly endsMs: number;
  readonly level: number;
}

function changesOf({ timeline }: FoldedSamples): Change[] {
  const { range, widthMs } = timeline;
  return openAtEnds(timeline).map((level, at) => ({ endsMs: (range.first + at + 1) * widthMs, level }));
}

function levelAt(changes: readonly Change[], ms: number): number {
  const next = changes.findIndex(({ endsMs }) => endsMs > ms);
  return (next < 0 ? changes.at(-1) : changes[next - 1])?.level ?? 0;
}
