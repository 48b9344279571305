import type { WayIn } from '../../reading/way-in.ts';
import { atLeast, atMost } from './binomial.ts';
import { admitsEvenly, explainsEchoes } from './chance.ts';

/** What refuses: by chance, by a state that lasts (a level, a pace, an outage), or so few that nobody can tell. */
export type Nature = 'chance' | 'state' | 'unknown';

/** Chance lets more than this share of the echoes in, and a state refuses more than it. */
const PARTS = 0.7;
/** How surely, to either side. */
const ERROR = 0.005;

/**
 * A refused first attempt knocks once more, right after it. By chance the echo is refused as often as any attempt; a
 * state refuses it too. Ordinary retries do not tell: a level close to the plan lets them in as chance does. Few echoes
 * show a state where chance refuses far fewer. A fast pace lets echoes in too, but evenly.
 */
export function natureOf(wayIn: WayIn): Nature {
  const { echo } = wayIn.tries;
  if (atLeast(echo.refused, echo.tried, PARTS) < ERROR) return 'state';
  if (echo.refused > echo.tried * PARTS && !explainsEchoes(wayIn)) return 'state';
  if (admitsEvenly(wayIn.slices)) return 'state';
  return atMost(echo.refused, echo.tried, PARTS) < ERROR ? 'chance' : 'unknown';
}
