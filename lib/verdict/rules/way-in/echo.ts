import type { WayIn } from '../../reading/way-in.ts';
import { atLeast, atMost } from './binomial.ts';

/** What refuses: by chance, by a state that lasts (a level, a pace, an outage), or so few that nobody can tell. */
export type Nature = 'chance' | 'state' | 'unknown';

/** Chance lets more than this share of the echoes in, and a state refuses more than it. */
const PARTS = 0.7;
/** How surely, to either side. */
const ERROR = 0.005;

/**
 * A refused first attempt knocks once more, right after it. By chance the echo is refused as often as any attempt; a
 * state refuses it too. Ordinary retries do not tell: a level close to the plan lets them in as chance does.
 */
export function natureOf({ tries: { echo } }: WayIn): Nature {
  if (atLeast(echo.refused, echo.tried, PARTS) < ERROR) return 'state';
  return atMost(echo.refused, echo.tried, PARTS) < ERROR ? 'chance' : 'unknown';
}
