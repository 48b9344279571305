import { STORM_SECONDS, type StormState, UPGRADE_CAUSES, type UpgradeCause } from '../../measures/declare/names.ts';
import type { Reconnect } from '../../plan/schema.ts';
import type { SummaryMetrics } from '../reading.ts';

/** What one storm showed, from metrics alone. */
export interface StormReading {
  readonly reconnect: Reconnect;
  /** Open when all were dropped. */
  readonly dropped: number;
  readonly opened: number;
  readonly back: number;
  readonly givenUp: number;
  /** ms from the drop until so many of the dropped were back; undefined when they never were while it was watched. */
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

export function readStorm(metrics: SummaryMetrics, reconnect: Reconnect): StormReading {
  const count = (name: string, tags: string) => metrics[`${name}{reconnect:${reconnect},${tags}}`]?.values.count ?? 0;
  const sessions = (state: StormState) => count('storm_sessions', `state:${state}`);
  const [dropped, back] = [sessions('dropped'), sessions('back')];
  const recovery = metrics[`storm_recovery{reconnect:${reconnect}}`]?.values ?? {};
  // Who did not come back stands in the Trend with the whole watch: a percentile counts when so many did.
  const after = (share: number, percentile: string) =>
    dropped > 0 && back >= Math.ceil(dropped * share) ? recovery[percentile] : undefined;
  const causes = UPGRADE_CAUSES.map((cause) => [cause, count('storm_attempts', `cause:${cause}`)] as const);
  const failed = causes.reduce((sum, [, attempts]) => sum + attempts, 0);
  const seconds = Array.from({ length: STORM_SECONDS }, (_, second) => count('storm_attempts', `second:${second}`));
  return {
    reconnect,
    dropped,
    opened: sessions('opened'),
    back,
    givenUp: sessions('given-up'),
    backAfterMs: { half: after(0.5, 'med'), most: after(0.95, 'p(95)'), all: after(1, 'max') },
    attempts: failed + count('storm_attempts', 'cause:none'),
    causes: Object.fromEntries(causes.filter(([, attempts]) => attempts > 0)),
    busiestSecond: Math.max(...seconds),
  };
}
