import { describe, expect, it } from 'vitest';
import { attributionTold } from '../../report/kinds/attribute/attribution-told.ts';
import { RESULTS } from './results.ts';

const { attribute } = RESULTS;
const toldOf = (...attachedTo: (typeof attribute.result.attachedTo)[number][]) =>
  attributionTold({ ...attribute, result: { ...attribute.result, attachedTo } });

describe("an attribution's first screen", () => {
  it('has what stops the next session as its answer, and what to change', () => {
    const { figure, advice } = toldOf('deployment-limit');
    expect(figure).toEqual({
      value: 'a limit of the deployment',
      of: 'stops the next session; tried with 150 sessions at once',
    });
    expect(advice[0]).toMatchObject({ name: 'What to change', text: expect.stringMatching(/^Spread the customers/) });
  });

  it('tells of two attachments what each is, and what to change for each', () => {
    const { figure, advice } = toldOf('session-weight', 'one-pool-for-both-sides');
    expect(figure?.value).toBe("a limit of conversations, one limit for guests' and agents' sockets");
    expect(advice[0]?.text).toMatch(/^Ask Genesys what limits live conversations.*Count agents and customers together/);
  });

  it('says that it is not known, and how many axes told nothing', () => {
    const { figure, advice } = toldOf('undetermined');
    expect(`${figure?.value} ${figure?.of}`).toMatch(/^not known what stops the next session; tried with \d+ sessions/);
    expect(advice.find(({ name }) => name === 'How sure')?.text).toMatch(/^\d of \d axes followed, \d not/);
  });

  it('shows a name that this version does not know as it is', () => {
    const { figure, says } = toldOf('a-later-name' as never);
    expect([figure?.value, says]).toEqual(['a-later-name', 'a-later-name']);
  });

  it('says since when sessions are refused, by the samples that were kept', () => {
    const seen = {
      words: 'no',
      status: 503,
      count: 2,
      deployments: { 1: 2 },
      firstMs: Date.UTC(2026, 10, 1, 2, 3, 4),
      lastMs: 0,
    };
    const { frame } = attributionTold({ ...attribute, refusals: [seen as never] });
    expect(frame).toContainEqual({ name: 'first refused', text: '02:03:04 UTC' });
  });
});
