import { refusalForGood } from '../../lib/plan/approval.ts';
import { formatDuration } from '../../lib/plan/duration.ts';
import { regionOf } from '../../lib/plan/regions.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { outsideNight, type Span } from '../plan/region-night.ts';

/** When a run may begin, and by when it is over. Times are Unix ms. */
export interface NightWindow {
  readonly beginsMs: number;
  /** Undefined where nothing ends it: a plan for this machine without an approval. */
  readonly endsMs: number | undefined;
  /** The IANA zone of the region, or UTC where the region is not known. */
  readonly zone: string;
}

/**
 * The first time at which a run of `longestMs` may begin and ends within the approved window and, in a region that headroom
 * knows, within a night there (23:00 to 05:00): an approval may cover several. With `byDay` the window alone counts, since
 * what Genesys confirmed in writing does, and a region's zone is inferred. A plan for this machine waits too where it has an
 * approval, so that a night can be practised; without one it begins at once. Throws an error of one line where the run may
 * never begin.
 */
export function nightWindow(plan: Plan, longestMs: number, nowMs: number, byDay: boolean): NightWindow {
  const { approval, target } = plan;
  const refusal = refusalForGood(plan, nowMs, longestMs);
  if (refusal !== undefined) throw new Error(refusal);
  const region = 'domain' in target ? regionOf(target.domain) : undefined;
  const zone = region?.zone ?? 'UTC';
  if (approval === undefined) return { beginsMs: nowMs, endsMs: undefined, zone };
  const window = { fromMs: Date.parse(approval.from), toMs: Date.parse(approval.to) };
  const times = region === undefined || byDay ? [window] : nightsIn(window, zone);
  for (const { fromMs, toMs } of times) {
    const beginsMs = Math.max(nowMs, fromMs);
    if (beginsMs + longestMs <= toMs) return { beginsMs, endsMs: toMs, zone };
  }
  const needs = `the run may take ${formatDuration(longestMs)}`;
  const what = `the window of ${approval.reference}, ${approval.from} to ${approval.to}`;
  if (region === undefined || byDay)
    throw new Error(`${needs} and does not end within ${what}; allowed: another window`);
  throw new Error(
    `${needs}: no night of ${region.id}, 23:00 to 05:00 in ${zone}, has room for it from now on in ${what}; allowed: a shorter plan, another window, or --by-day where Genesys confirmed the hours in writing`,
  );
}

/** The parts of a window that are in a night of the zone, in order. */
function nightsIn(window: Span, zone: string): Span[] {
  const nights: Span[] = [];
  let fromMs = window.fromMs;
  for (const day of [...outsideNight(window, zone), { fromMs: window.toMs, toMs: window.toMs }]) {
    if (day.fromMs > fromMs) nights.push({ fromMs, toMs: day.fromMs });
    fromMs = day.toMs;
  }
  return nights;
}
