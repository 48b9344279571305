import { RANGES, type Scene } from './scene.ts';

/** Which third (0 to 2) of each range, by factors, a scene was drawn from. */
function thirdsOf({ sessions, holdS, rampS, visits, retryFirstS }: Scene): Record<string, number> {
  const third = (value: number, [least, most]: readonly [number, number]) =>
    Math.max(0, Math.min(2, Math.floor((3 * Math.log(value / least)) / Math.log(most / least))));
  return {
    sessions: third(sessions, RANGES.sessions),
    'hold / visit': third(holdS / visits.meanS, RANGES.holdVisits),
    'ramp / visit': third(rampS / visits.meanS, RANGES.rampVisits),
    'first retry': third(retryFirstS, RANGES.retryFirstS),
  };
}

/** How the draws cover their ranges. */
export class Coverage {
  readonly #thirds = new Map<string, [number, number, number]>();

  add(scene: Scene): void {
    for (const [range, third] of Object.entries(thirdsOf(scene))) {
      const counts = this.#thirds.get(range) ?? [0, 0, 0];
      this.#thirds.set(range, counts);
      counts[third as 0]++;
    }
  }

  /** Each range of which a third has under a fifth of the draws. */
  get thin(): string[] {
    return [...this.#thirds].flatMap(([range, counts]) => {
      const all = counts[0] + counts[1] + counts[2];
      return Math.min(...counts) < all / 5 ? [`${range}: ${counts.join(', ')} of ${all} draws by thirds`] : [];
    });
  }
}
