import { describe, expect, it } from 'vitest';
import { parseSegment } from '../../packages/engine/src/segment/segment.ts';
import { contactCentreGate } from '../../thresholds/gates.ts';
import { shareOfGate } from '../../thresholds/share-of-gate.ts';
import { aPlan, planJson } from '../lib/plan/a-plan.ts';

function gateOf(changes: Record<string, unknown>, shares: number) {
  const plan = aPlan({ ...planJson(), gate: 'ci', ...changes });
  if (plan.agents === undefined) throw new Error('no agents');
  const gate = contactCentreGate(plan, plan.agents);
  return { gate, share: shareOfGate(gate, plan, shares) };
}

const floorOf = (rules: readonly unknown[] | undefined) => Number(/^count>=(\d+)$/.exec(String(rules?.[0]))?.[1]);

describe('the gate of a share', () => {
  it('is the gate itself where there is one share', () => {
    const { gate, share } = gateOf({}, 1);
    expect(share).toEqual(gate);
  });

  it('has the rates of the gate, floors of a share, and the ceilings of the whole', () => {
    const { share } = gateOf({}, 4);
    expect(share.guest_sessions_opened).toEqual(['count>=23']);
    expect(share.agents_connected).toEqual(['count>=4']);
    expect(share.guest_sessions_refused).toEqual(['count<=5']);
    expect(share.ws_upgrade_refused).toEqual(['rate<0.01']);
    expect(share['messages{side:agent,state:sent}']).toEqual(['count>=0']);
  });

  it('keeps what ends the run', () => {
    const { share } = gateOf({ gate: 'strict' }, 2);
    expect(share.ws_upgrade_503).toEqual([{ threshold: 'rate<=0', abortOnFail: true }]);
  });

  it.each([
    ['exact', 1],
    ['dense', 7],
    ['dense', 40],
  ])('asks no share for more sessions than k6 deals to the smallest one (%s, %s a VU)', (transport, sessionsPerVu) => {
    for (const sessions of [1, 7, 40, 41, 100]) {
      for (let shares = 2; shares <= 16; shares++) {
        const customers = { ...planJson().customers, sessions, transport, sessionsPerVu };
        const floor = floorOf(gateOf({ customers, gate: 'strict' }, shares).share.guest_sessions_opened);
        const perVu = transport === 'exact' ? 1 : sessionsPerVu;
        const vus = Math.ceil(sessions / perVu);
        for (let at = 0; at < shares; at++) {
          const segment = parseSegment(`${at}/${shares}:${at + 1}/${shares}`, '');
          const own = Array.from({ length: segment.scale(vus) }, (_, vu) => segment.globalIndex(vu));
          const played = own.reduce((sum, vu) => sum + Math.ceil((sessions - vu) / vus), 0);
          expect(floor).toBeLessThanOrEqual(played);
        }
      }
    }
  });
});
