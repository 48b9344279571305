import { type Read, type Reader, readMetrics, readWholeMetrics, type SummaryMetrics } from '../../measures/readings.ts';
import { SECONDS } from '../../measures/table/tag-values.ts';
import type { Reconnect } from '../../plan/schema.ts';
import { UPGRADE_CAUSES, type UpgradeCause } from '../../transport/upgrade-cause.ts';
import { type MessageReading, messageReadingOf } from '../reading/messages.ts';
import { type Phrases, phrasesBy } from '../reading/refusals.ts';

/** The figures of one storm, from metrics alone. */
export interface StormReading {
  readonly reconnect: Reconnect;
  /** Sessions that were open when all were dropped. */
  readonly dropped: number;
  readonly opened: number;
  readonly back: number;
  readonly givenUp: number;
  /**
   * The time (ms) from the drop until 50 %, 95 % and all of the dropped sessions were back. Undefined where they were
   * not while the storm was watched.
   */
  readonly backAfterMs: {
    readonly half: number | undefined;
    readonly most: number | undefined;
    readonly all: number | undefined;
  };
  /** Upgrade attempts from the drop on; the refused and failed ones by cause. */
  readonly attempts: number;
  readonly causes: Readonly<Partial<Record<UpgradeCause, number>>>;
  /** Attempts in the busiest second of the first minute, counted from the drop. */
  readonly busiestSecond: number;
}

/** What a run of `reconnect-storm` showed. */
export interface StormsReading {
  readonly storms: readonly StormReading[];
  /** What refusals say, of all storms; none in the dense transport, which cannot see it. */
  readonly says: Phrases;
  readonly messages: MessageReading;
  /** Sessions of which a timer was late. */
  readonly late: number;
}

/** The storms of a run, in the order in which the plan has them. */
export function readStorms(metrics: SummaryMetrics, reconnects: readonly Reconnect[]): Read<StormsReading> {
  const made = { sides: ['storm'], meets: ['exact'], values: { reconnect: reconnects, second: SECONDS } } as const;
  return readMetrics(metrics, made, (reader) => ({
    storms: reconnects.map((reconnect) => stormOf(reader, reconnect)),
    says: phrasesBy((says) => reader.count('storm_attempts', { says })),
    messages: messageReadingOf(reader, 'customer'),
    late: reader.hits('generator_late'),
  }));
}

/** Upgrades that were tried from the drops on: of a whole metric, so that it is known whatever was split. */
export function stormAttempts(metrics: SummaryMetrics): number {
  return readWholeMetrics(metrics, ({ count }) => count('storm_attempts'));
}

function stormOf({ count, value }: Reader, reconnect: Reconnect): StormReading {
  const [dropped, back] = [
    count('storm_sessions', { reconnect, state: 'dropped' }),
    count('storm_sessions', { reconnect, state: 'back' }),
  ];
  // A session that did not come back is in the Trend with the length of the whole watch. So a percentile is true only
  // when at least as many came back.
  const after = (share: number, percentile: string) =>
    dropped > 0 && back >= Math.ceil(dropped * share) ? value('storm_recovery', percentile, { reconnect }) : undefined;
  const causes = UPGRADE_CAUSES.map((cause) => [cause, count('storm_attempts', { reconnect, cause })] as const);
  const failed = causes.reduce((sum, [, attempts]) => sum + attempts, 0);
  const seconds = SECONDS.map((second) => count('storm_attempts', { reconnect, second }));
  return {
    reconnect,
    dropped,
    opened: count('storm_sessions', { reconnect, state: 'opened' }),
    back,
    givenUp: count('storm_sessions', { reconnect, state: 'given-up' }),
    backAfterMs: { half: after(0.5, 'med'), most: after(0.95, 'p(95)'), all: after(1, 'max') },
    attempts: failed + count('storm_attempts', { reconnect, cause: 'none' }),
    causes: Object.fromEntries(causes.filter(([, attempts]) => attempts > 0)),
    busiestSecond: Math.max(...seconds),
  };
}
