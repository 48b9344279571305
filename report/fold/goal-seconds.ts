import type { SampleTags } from '../read/sample-line.ts';

/** How many samples of a Rate a second had, and how many of them were true. */
interface Second {
  hits: number;
  count: number;
}

/**
 * The samples of one goal, second by second: fine enough for the minutes of a run, whose start is known only when all is
 * read. Memory grows with the length of the run and not with its samples.
 */
export class GoalSeconds {
  /** By the number of the second since the epoch. */
  readonly #seconds = new Map<number, Second>();

  add(timeMs: number, value: number): void {
    this.#count(Math.floor(timeMs / 1_000), value === 0 ? 0 : 1, 1);
  }

  merge(other: GoalSeconds): void {
    for (const [second, { hits, count }] of other.#seconds) this.#count(second, hits, count);
  }

  /** The minutes from `startMs` on that have samples, in order; the first is minute 1. */
  minutesFrom(startMs: number): (readonly [minute: number, of: Readonly<Second>])[] {
    const first = Math.floor(startMs / 1_000);
    const minutes = new Map<number, Second>();
    for (const [second, { hits, count }] of this.#seconds) {
      const minute = Math.floor((second - first) / 60) + 1;
      const sum = minutes.get(minute) ?? { hits: 0, count: 0 };
      minutes.set(minute, { hits: sum.hits + hits, count: sum.count + count });
    }
    return [...minutes].sort(([a], [b]) => a - b);
  }

  #count(second: number, hits: number, count: number): void {
    const known = this.#seconds.get(second);
    if (known === undefined) this.#seconds.set(second, { hits, count });
    else {
      known.hits += hits;
      known.count += count;
    }
  }
}

/** The name by which samples with these tags are kept for a goal; undefined where no goal is about them. */
export function goalMetric(metric: string, { goal }: SampleTags): string | undefined {
  if (metric === 'message_ack_slow') return metric;
  return metric === 'visits' && goal !== undefined ? `visits{goal:${goal}}` : undefined;
}
