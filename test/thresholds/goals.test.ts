import { describe, expect, it } from 'vitest';
import { contactCentreGate, customersGate } from '../../thresholds/gates.ts';
import { aPlan } from '../lib/plan/a-plan.ts';

const GATES = ['explore', 'ci', 'strict'] as const;
const agents = aPlan().agents ?? expect.fail('a plan with agents');
const goals = {
  ...{ served: 0.96, wait: { p: 0.91, within: '20s' }, ack: { p: 0.97, within: '1s' }, cut: 0.04, complete: 0.99 },
};
const OWN = {
  'visits{goal:answered}': ['rate>=0.96'],
  'visits{goal:answered-in-time}': ['rate>=0.91'],
  'visits{goal:stayed}': ['rate>=0.96'],
  'visits{goal:as-planned}': ['rate>=0.99'],
  message_ack_slow: ['rate<=0.03'],
};

describe('goals of a plan', () => {
  it.each(GATES)('take the place of the shares of %s, with and without agents', (gate) => {
    const plan = aPlan({ gate, goals });
    expect(contactCentreGate(plan, agents)).toMatchObject(OWN);
    expect(customersGate(plan)).toMatchObject(OWN);
  });

  it.each(GATES)('leave the other rules of %s as they are', (gate) => {
    const { 'visits{goal:as-planned}': own, ...rest } = contactCentreGate(
      aPlan({ gate, goals: { complete: 0.99 } }),
      agents,
    );
    const { 'visits{goal:as-planned}': _, ...without } = contactCentreGate(aPlan({ gate }), agents);
    expect(own).toEqual(['rate>=0.99']);
    expect(rest).toEqual(without);
  });

  it.each(GATES)('about conversations want one to begin under %s, since a share of nothing holds', (gate) => {
    const begun = (of: object) => customersGate(aPlan({ gate, goals: of }))['conversations{state:begun}'];
    for (const of of [{ served: 1 }, { wait: goals.wait }, { ack: goals.ack }]) expect(begun(of)).toEqual(['count>=1']);
    expect(begun({ cut: 0, complete: 1 })).toBeUndefined();
  });
});
