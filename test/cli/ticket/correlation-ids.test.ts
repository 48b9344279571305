import { describe, expect, it } from 'vitest';
import { evidenceSections, type Seen } from '../../../cli/ticket/evidence-sections.ts';
import { joinedRefusals } from '../../../report/fold/refusal-samples.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';

const idOf = (n: number): string => `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`;
const refusal = (n: number, words: string, hasId = true) => ({
  status: '503',
  says: 'other',
  words,
  deployments: {},
  count: 1,
  firstMs: n,
  lastMs: n,
  ...(hasId ? { correlation: idOf(n), correlated: 1, correlations: [idOf(n)] } : {}),
});

function idsIn(refusals: ReturnType<typeof refusal>[]) {
  const content = { result: {}, history: [{ refusals: joinedRefusals([refusals]) }] };
  const seen = { runs: [], searches: [{ file: 'ceiling.json', content }] } as unknown as Seen;
  const sections = evidenceSections(aPlan(), seen, undefined);
  return sections.find(({ title }) => title === 'Correlation ids of refusals')?.table?.rows;
}

describe('the correlation ids of the evidence', () => {
  it('are all that the samples have, by the words of the refusals', () => {
    const refusals = [refusal(1, 'Full'), refusal(2, 'Full'), refusal(3, 'Full', false), refusal(4, 'Slow down')];
    expect(idsIn(refusals)).toEqual([
      ['503', 'Full', '2 of 3 refusals had one', `${idOf(1)} ${idOf(2)}`],
      ['503', 'Slow down', '1 of 1 refusals had one', idOf(4)],
    ]);
  });

  it('are a hundred of many, which is said, and the same whatever the order of the samples', () => {
    const refusals = Array.from({ length: 150 }, (_, n) => refusal(n, 'Full'));
    const [row] = idsIn(refusals) ?? [];
    expect(row?.[2]).toBe('150 of 150 refusals had one, of which 100 stand here');
    expect(row?.[3]?.split(' ')).toHaveLength(100);
    expect(idsIn([...refusals].reverse())).toEqual([row]);
  });

  it('are not spoken of where no refusal had one', () => {
    expect(idsIn([refusal(1, 'Full', false)])).toBeUndefined();
  });
});
