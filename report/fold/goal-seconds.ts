import type { SampleTags } from '../read/sample-line.ts';

/** Samples of a Rate: how many there were, and how many of them were true. */
interface Counted {
  readonly hits: number;
  readonly count: number;
}

/** Seconds that stand together in one array: few, since samples of a wrong clock stand alone. */
const BLOCK_SECONDS = 60;

/**
 * The samples of one goal, second by second: fine enough for the minutes of a run, whose start is known only when all is
 * read. Memory grows with the length of the run, by some 10 bytes a second, and not with its samples.
 */
export class GoalSeconds {
  /** By the number of the block since the epoch: hits and count of each of its seconds. */
  readonly #blocks = new Map<number, Uint32Array>();

  add(timeMs: number, value: number): void {
    this.#count(Math.floor(timeMs / 1_000), value === 0 ? 0 : 1, 1);
  }

  merge(other: GoalSeconds): void {
    for (const [second, { hits, count }] of other.#seconds()) this.#count(second, hits, count);
  }

  /** The minutes from `startMs` on that have samples, in order; the first is minute 1. */
  minutesFrom(startMs: number): (readonly [minute: number, of: Counted])[] {
    const first = Math.floor(startMs / 1_000);
    const minutes = new Map<number, Counted>();
    for (const [second, { hits, count }] of this.#seconds()) {
      const minute = Math.floor((second - first) / 60) + 1;
      const sum = minutes.get(minute) ?? { hits: 0, count: 0 };
      minutes.set(minute, { hits: sum.hits + hits, count: sum.count + count });
    }
    return [...minutes].sort(([a], [b]) => a - b);
  }

  /** The seconds that have samples, by their number since the epoch. */
  *#seconds(): Generator<readonly [second: number, of: Counted]> {
    for (const [block, counts] of this.#blocks)
      for (let at = 0; at < BLOCK_SECONDS; at++) {
        const [hits = 0, count = 0] = [counts[2 * at], counts[2 * at + 1]];
        if (count > 0) yield [block * BLOCK_SECONDS + at, { hits, count }];
      }
  }

  #count(second: number, hits: number, count: number): void {
    const block = Math.floor(second / BLOCK_SECONDS);
    const known = this.#blocks.get(block);
    const counts = known ?? new Uint32Array(2 * BLOCK_SECONDS);
    if (known === undefined) this.#blocks.set(block, counts);
    const at = 2 * (second - block * BLOCK_SECONDS);
    counts[at] = (counts[at] ?? 0) + hits;
    counts[at + 1] = (counts[at + 1] ?? 0) + count;
  }
}

/** The name by which samples with these tags are kept for a goal; undefined where no goal is about them. */
export function goalMetric(metric: string, { goal }: SampleTags): string | undefined {
  if (metric === 'message_ack_slow') return metric;
  return metric === 'visits' && goal !== undefined ? `visits{goal:${goal}}` : undefined;
}
