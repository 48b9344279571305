import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { agentId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import { Tenant } from '../../src/org/tenant.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { StoredSession } from '../../src/sessions/sessions.ts';
import { runs } from '../deep.ts';

const AGENTS = 4;

/** What guests, agents and an administrator may do, each to the n-th of what there is. */
const step = fc.record({
  what: fc.constantFrom(
    'say',
    'say',
    'clear',
    'clear',
    'on',
    'on',
    'on',
    'off',
    'accept',
    'decline',
    'end',
    'wrapUp',
    'capacity',
    'join',
    'unjoin',
  ),
  n: fc.nat(100),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function org() {
  const sets = [
    `agents.count=${AGENTS}`,
    'agents.capacity=2',
    'queues.count=2',
    'queues.by=deployment',
    'record=false',
  ];
  const tenant = new Tenant(loadProfile('healthy', sets), 1, new ManualClock());
  const sessions: StoredSession[] = [];
  return { tenant, sessions };
}

function take({ tenant, sessions }: ReturnType<typeof org>, { what, n }: Step): void {
  const { routing } = tenant;
  const agent = routing.agents.get(agentId((n % AGENTS) + 1));
  const queue = routing.queues.all()[n % 2];
  const conversations = [...tenant.conversations.values()];
  const conversation = conversations[n % Math.max(1, conversations.length)];
  const part = conversation?.agents.at(-1);
  if (agent === undefined || queue === undefined) return;
  if (what === 'say') {
    const deployment = `d0000000-0000-4000-8000-00000000000${(n % 2) + 1}`;
    const session = tenant.sessions.create(`${sessions.length}`, deployment, Number.POSITIVE_INFINITY);
    sessions.push(session);
    tenant.customerSays(session, { type: 'Text', text: 'Hello', attributes: {}, content: [] });
  } else if (what === 'on' || what === 'off') routing.setOnQueue(agent, what === 'on');
  else if (what === 'capacity') routing.setCapacity((n % 3) + 1);
  else if (what === 'join' || what === 'unjoin') routing.setMember(queue, agent, what === 'join');
  else if (conversation === undefined) return;
  else if (what === 'clear') routing.end(conversation, 'peer');
  else if (part === undefined) return;
  else if (what === 'accept') routing.accept(conversation, part);
  else if (what === 'decline' && part.state === 'alerting') routing.decline(conversation, part);
  else if (what === 'end' && part.state === 'connected') tenant.agentDisconnects(conversation);
  else if (what === 'wrapUp' && part.state === 'disconnected') routing.wrapUp(conversation, part, wrapUpCodeId(1));
}

const run = (steps: readonly Step[]) => {
  const made = org();
  for (const one of steps) take(made, one);
  return made.tenant;
};

/** `check` gives how many cases of what it is about it met: a property that never meets one proves nothing. */
function property(check: (tenant: Tenant) => number): void {
  let met = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 60 }), (steps) => {
      met += check(run(steps));
    }),
    runs(300),
  );
  expect(met).toBeGreaterThan(0);
}

it('every conversation waits, alerts or interacts in its queue, or is over', () => {
  property(({ conversations, routing }) => {
    for (const conversation of conversations.values()) {
      const queue = routing.queues.of(conversation);
      const places = [queue?.waiting, queue?.alerting, queue?.interacting].filter((place) => place?.has(conversation));
      expect(places.length).toBe(conversation.ended ? 0 : 1);
    }
    return [...conversations.values()].filter(({ ended }) => !ended).length;
  });
});

it('no conversation waits while a joined member of its queue is available', () => {
  property(({ routing }) => {
    for (const queue of routing.queues.all()) {
      const free = [...queue.members].filter(([agent, joined]) => joined && routing.agents.isAvailable(agent));
      if (queue.waiting.size > 0) expect(free).toEqual([]);
    }
    return routing.waiting;
  });
});

it('the conversations that are with an agent or wait for its wrap-up, and no others, take up its capacity', () => {
  property(({ routing, conversations }) => {
    for (const agent of routing.agents.all()) {
      const own = [...conversations.values()].filter(({ agents }) => {
        const part = agents.filter(({ userId }) => userId === agent.id).at(-1);
        const isWith = part?.state === 'alerting' || part?.state === 'connected';
        return isWith || (part?.connectedTime !== undefined && part.wrapUpRequired);
      });
      expect([...agent.taken].sort()).toEqual(own.map(({ id }) => id).sort());
    }
    return [...routing.agents.all()].filter(({ taken }) => taken.size > 0).length;
  });
});

it('the available agents of a queue are its joined members below their capacity', () => {
  property(({ routing }) => {
    for (const queue of routing.queues.all()) {
      const free = [...queue.members].filter(([agent, joined]) => joined && routing.agents.isAvailable(agent));
      expect(new Set(queue.available)).toEqual(new Set(free.map(([agent]) => agent)));
    }
    return routing.queues.all().filter(({ available }) => available.size > 0).length;
  });
});
