import { describe, expect, it } from 'vitest';
import { ATTRIBUTION_FAMILIES } from '../../lab/search/attribution-families.ts';
import { playedAttribution } from '../../lab/search/attribution-lab.ts';
import { CEILING_FAMILIES } from '../../lab/search/ceiling-families.ts';
import { labSettings } from '../../lab/search/ceiling-lab.ts';
import { playedSearch } from '../../lab/search/played-search.ts';
import { isDeep } from '../deep.ts';
import { NO_TIME_LIMIT } from './deep.ts';

const COUNT = isDeep ? 40 : 1;

function searches(name: string) {
  const family = CEILING_FAMILIES.find((each) => each.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return Array.from({ length: COUNT }, (_, n) => playedSearch(family, labSettings(family), 4_242 + n));
}

describe('a search in the laboratory', NO_TIME_LIMIT, () => {
  it.each<[string, number, number]>([
    ['180 + 1 % random 503', 175, 180],
    ['none + 5 % random 503', 400, 400],
    ['140-160 redrawn each 2 s', 136, 145],
    ['eviction at 150', 150, 150],
    ['cut above 15 after 300 ms, quick', 15, 15],
    ['dead deployment of twelve, 180', 180, 180],
    ['release 30 s, 150', 150, 150],
  ])('of %s confirms a level of %i to %i, which holds in its minutes', (name, lowest, highest) => {
    for (const { result, trueRate } of searches(name)) {
      expect(result.sustained?.confirmed).toBe(true);
      expect(result.sustained?.level).toBeGreaterThanOrEqual(lowest);
      expect(result.sustained?.level).toBeLessThanOrEqual(highest);
      expect(result.rates).toEqual([]);
      expect(trueRate?.isBelow).toBe(false);
    }
  });

  it.each(['one of three nodes answers 503', 'cuts by chance, 2 % a second'])(
    'of %s names no number to plan for',
    (name) => {
      for (const { result } of searches(name)) expect(result.planFor).toBeUndefined();
    },
  );

  it('names a deployment that refuses every session, and a limit of each deployment', () => {
    for (const { result } of searches('dead deployment of twelve, 180')) expect(result.dead).toEqual([5]);
    for (const { result } of searches('each of 12 deployments 12'))
      expect(result.halves?.follows).toBe('each-deployment');
  });
});

describe('an attribution in the laboratory', NO_TIME_LIMIT, () => {
  const few = ['level of the tenant', 'no limit, 10 % chance', 'no limit, dead deployment', 'no limit, 40 % chance'];
  const families = ATTRIBUTION_FAMILIES.filter(({ name }) => isDeep || few.includes(name));
  it.each(families.map((family) => [family.name, family] as const))('of %s never gives a wrong name', (_, family) => {
    for (let n = 0; n < COUNT; n++) {
      const said = playedAttribution(family, 4_242 + n)?.attachedTo ?? ['undetermined'];
      if (!said.includes('undetermined')) expect([...said].sort()).toEqual([...family.right].sort());
    }
  });
});
