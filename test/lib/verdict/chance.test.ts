import { describe, expect, it } from 'vitest';
import { Draws } from '../../../lab/runs/random.ts';
import type { Slice } from '../../../lib/verdict/reading/way-in.ts';
import { admitsEvenly, explainsEchoes, refusesAlike } from '../../../lib/verdict/rules/refused-and-cut/chance.ts';

const slice = (tried: number, refused: number): Slice => ({
  ...{ tried, refused, admitted: tried - refused },
  ...{ closed: 0, cut: 0 },
});

/** Parts of a hold in which each of so many attempts is refused by chance, with a seed. */
function byChance(seed: number, share: number, attempts: (part: number) => number, parts = 60): Slice[] {
  const draws = new Draws(seed);
  return Array.from({ length: parts }, (_, part) => {
    const tried = attempts(part);
    const refused = Array.from({ length: tried }, () => draws.next()).filter((drawn) => drawn < share).length;
    return slice(tried, refused);
  });
}

const tries = (first: [number, number], echo: [number, number], deployments: [number, number][] = []) =>
  ({
    tries: {
      first: { tried: first[0], refused: first[1] },
      echo: { tried: echo[0], refused: echo[1] },
    },
    deployments: deployments.map(([tried, refused]) => ({ tried, refused })),
  }) as never;

describe('refusals by chance', () => {
  it('refuse echoes about as often as first attempts, or as the deployment that refuses most', () => {
    expect(explainsEchoes(tries([200, 20], [20, 3]))).toBe(true);
    expect(explainsEchoes(tries([200, 20], [20, 19]))).toBe(false);
    expect(explainsEchoes(tries([200, 20], [20, 19], [[20, 19]]))).toBe(true);
  });

  it('refuse alike in all parts of the hold, however few and uneven the attempts are', () => {
    for (let seed = 1; seed <= 300; seed++) {
      expect(refusesAlike(byChance(seed, 0.02, () => 3)), `seed ${seed}`).toBe(true);
      expect(refusesAlike(byChance(seed, 0.3, (part) => 1 + (part % 17))), `seed ${seed}`).toBe(true);
    }
  });

  it('do not come in a few parts of the hold alone', () => {
    const parts = Array.from({ length: 60 }, (_, part) => slice(20, part >= 30 && part < 40 ? 15 : 0));
    expect(refusesAlike(parts)).toBe(false);
  });

  it('never let in the same number part by part, as a pace does', () => {
    for (let seed = 1; seed <= 300; seed++)
      expect(admitsEvenly(byChance(seed, 0.5, (part) => 20 + ((part * 7) % 11))), `seed ${seed}`).toBe(false);
    const pace = Array.from({ length: 60 }, (_, part) => slice(20 + ((part * 7) % 11), 10 + ((part * 7) % 11)));
    expect(admitsEvenly(pace)).toBe(true);
    expect(admitsEvenly(pace.slice(0, 19))).toBe(false);
  });
});
