import { describe, expect, it } from 'vitest';
import { type ScriptName, SIDES_OF } from '../../lib/measures/table/scripts.ts';
import { explanationOf } from '../../thresholds/explain.ts';
import { agentsGate, contactCentreGate, customersGate, stormGate } from '../../thresholds/gates.ts';
import { splitsFor } from '../../thresholds/splits.ts';
import { aPlan } from '../lib/plan/a-plan.ts';

const GATES = ['explore', 'ci', 'strict'] as const;
const agents = { ...aPlan().agents, count: 20 } as NonNullable<ReturnType<typeof aPlan>['agents']>;

describe('the gates', () => {
  it('ci fails on 1 % of 503s and on fewer than 95 % of the planned sessions', () => {
    expect(customersGate(aPlan({ gate: 'ci' }))).toMatchObject({
      ws_upgrade_503: ['rate<0.01'],
      guest_sessions_opened: ['count>=95'],
    });
  });

  it('ci fails on refusals of any status, and on sockets of which no session comes: later visits make up for neither', () => {
    expect(customersGate(aPlan({ gate: 'ci' }))).toMatchObject({
      ws_upgrade_refused: ['rate<0.01'],
      guest_sessions_refused: ['count<=5'],
    });
    expect(customersGate(aPlan({ gate: 'strict' }))).toMatchObject({ guest_sessions_refused: ['count<1'] });
  });

  it('strict ends the run at the first 503', () => {
    expect(customersGate(aPlan({ gate: 'strict' })).ws_upgrade_503).toEqual([
      { threshold: 'rate<=0', abortOnFail: true },
    ]);
  });

  it('in the dense transport, which sees no status, every refusal counts', () => {
    const customers = { sessions: 100, perMinute: 50, hold: '1m', longestVisit: '5m', transport: 'dense' };
    expect(customersGate(aPlan({ gate: 'ci', customers }))).toMatchObject({ ws_upgrade_refused: ['rate<0.01'] });
  });

  it.each(['ci', 'strict'] as const)(
    '%s fails on more than 5 %% of sign-ins refused, where the plan has guests that sign in',
    (gate) => {
      const authentication = { credentials: { source: 'simulated' }, redirectUri: 'https://example.com/signed-in' };
      const customers = { sessions: 100, perMinute: 50, hold: '1m', longestVisit: '5m', authentication };
      const rules = customersGate(aPlan({ gate, customers }));
      expect(rules).toMatchObject({ guest_sign_in_failed: ['rate<=0.05'] });
      expect(explanationOf('guest_sign_in_failed')).toContain('sign-ins');
      expect(customersGate(aPlan({ gate }))).not.toHaveProperty('guest_sign_in_failed');
    },
  );

  it("the agents' side has a 503 gate of its own", () => {
    expect(agentsGate('ci', agents)).toMatchObject({
      'ws_sessions{status:503,scenario:agents}': ['count<1'],
      agents_connected: ['count>=19'],
    });
  });

  it('strict forgives no agent whose token is refused in mid-run', () => {
    expect(agentsGate('strict', agents)).toMatchObject({ agents_refused: ['count<1'] });
    expect(agentsGate('ci', agents)).not.toHaveProperty('agents_refused');
  });

  const open = { sessions: 10, perMinute: 60, hold: '10m', teardown: '1m', longestVisit: '5m', model: 'open' };
  const inOpenModel = (gate: string) => customersGate(aPlan({ gate, customers: { ...open, visitsPerMinute: 100 } }));

  it('in the open model visits that could not begin fail ci from 1 % of those planned, strict from the first', () => {
    // A ramp of 10 s, half of it at the full rate; 10 min of hold; half of a minute of teardown.
    expect(inOpenModel('ci')).toMatchObject({ 'dropped_iterations{scenario:customers}': ['count<=10'] });
    expect(inOpenModel('strict')).toMatchObject({ 'dropped_iterations{scenario:customers}': ['count<=0'] });
    expect(customersGate(aPlan({ gate: 'strict' }))).not.toHaveProperty('dropped_iterations{scenario:customers}');
  });

  it.each(GATES)('%s never passes on silence: something has to have opened, and agents to have spoken', (gate) => {
    const wanted = Object.entries(contactCentreGate(aPlan({ gate }), agents)).filter(([, rules]) =>
      rules.some((rule) => typeof rule === 'string' && /^count>=[1-9]/.test(rule)),
    );
    const spoken = gate === 'explore' ? [] : ['messages{side:agent,state:sent}', 'session_seconds{phase:hold}'];
    expect(wanted.map(([name]) => name).sort()).toEqual(['agents_connected', 'guest_sessions_opened', ...spoken]);
  });

  it('the gate of agents alone asks for no word: they have nobody to talk to', () => {
    expect(agentsGate('strict', agents)).not.toHaveProperty('messages{side:agent,state:sent}');
  });

  it('a storm has to take place and to lose no message; only strict wants everyone back', () => {
    const ci = stormGate(aPlan({ gate: 'ci' }));
    expect(ci).toMatchObject({
      'storm_sessions{reconnect:sdk,state:dropped}': ['count>=95'],
      'storm_sessions{reconnect:backoff,state:dropped}': ['count>=95'],
      'messages{state:lost}': ['count<1'],
    });
    expect(Object.keys(ci).filter((metric) => metric.includes('state:back'))).toEqual([]);
    expect(stormGate(aPlan({ gate: 'strict', storm: { reconnect: ['sdk'] } }))).toMatchObject({
      'storm_sessions{reconnect:sdk,state:dropped}': ['count>=100'],
      'storm_sessions{reconnect:sdk,state:back}': ['count>=100'],
    });
  });

  it.each(GATES)('%s fails on a message that is lost, or of which nobody knows', (gate) => {
    expect(agentsGate(gate, agents)).toMatchObject({ 'messages{state:unresolved}': ['count<1'] });
    expect(customersGate(aPlan({ gate }))['messages{state:unresolved}']).toEqual(['count<1']);
    expect(customersGate(aPlan({ gate }))['messages{state:lost}']).toEqual(['count<1']);
  });

  it.each(GATES)('every line of %s is explained by headroom gates', (gate) => {
    const dense = { sessions: 100, perMinute: 50, hold: '1m', longestVisit: '5m', transport: 'dense' };
    const rules = {
      ...customersGate(aPlan({ gate })),
      ...customersGate(aPlan({ gate, customers: dense })),
      ...inOpenModel(gate),
      ...contactCentreGate(aPlan({ gate }), agents),
      ...stormGate(aPlan({ gate })),
    };
    for (const metric of Object.keys(rules)) expect(explanationOf(metric)).toBeDefined();
  });

  it('the rules of the splits hold whatever is measured', () => {
    const rules = Object.values({ ...splitsFor('customers', aPlan()), ...splitsFor('agents', aPlan()) }).flat();
    expect(new Set(rules)).toEqual(new Set(['rate>=0', 'count>=0', 'max>=0']));
    const all = Object.keys(SIDES_OF).flatMap((script) =>
      Object.values(splitsFor(script as ScriptName, aPlan())).flat(),
    );
    expect(new Set(all)).toEqual(new Set(['rate>=0', 'count>=0', 'value>=0', 'max>=0']));
  });
});
