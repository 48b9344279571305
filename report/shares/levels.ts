import { HOLD_SLICES } from '../../lib/measures/table/tag-values.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { KnownLevels } from '../../lib/verdict/reading/level.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';

/**
 * The sessions of all shares that were open at the same instants. The shares' own counts by phase are each by a clock of
 * its own, and their sum may exceed what was ever open at once.
 *
 * @param startsMs when the scenarios of each share began (Unix ms). The ramp of the run ends with that of its last share,
 * and its hold with that of its first.
 */
export function levelsOf({ timeline }: FoldedSamples, plan: Plan, startsMs: readonly number[]): KnownLevels {
  const { rampMs, holdEndsMs } = scheduleOf(plan);
  const changes = changesOf(timeline);
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

function changesOf({ tracks, widthMs, range }: FoldedSamples['timeline']): Change[] {
  const cell = (name: string, bucket: number) => {
    const value = tracks.get(name)?.cells.get(bucket);
    return typeof value === 'number' ? value : 0;
  };
  // Closings have a track for each reason.
  const closed = [...tracks.keys()].filter((name) => name.startsWith('sessions closed'));
  const changes: Change[] = [];
  let level = 0;
  for (let bucket = range.first; bucket <= range.last; bucket++) {
    level += cell('sessions opened', bucket) - closed.reduce((sum, name) => sum + cell(name, bucket), 0);
    changes.push({ endsMs: (bucket + 1) * widthMs, level });
  }
  return changes;
}

function levelAt(changes: readonly Change[], ms: number): number {
  const next = changes.findIndex(({ endsMs }) => endsMs > ms);
  return (next < 0 ? changes.at(-1) : changes[next - 1])?.level ?? 0;
}
