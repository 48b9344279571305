import { describe, expect, it } from 'vitest';
import { TestAgent } from '../agent.ts';
import { api, control, observed, stillTenant, TestGuest, tenantWith } from '../client.ts';

/** What the monitor of a run reads of the queue. */
async function waiting(tenant: Awaited<ReturnType<typeof tenantWith>>): Promise<number> {
  return JSON.parse((await control(tenant, '/state')).text).waiting;
}

describe('queue-capacity', () => {
  it('leaves conversations waiting while every agent is at capacity', async () => {
    const tenant = await tenantWith([], 'queue-capacity');
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 3; n++) await (await TestGuest.session(tenant)).say('Hello');
    await agent.accept();
    expect(await waiting(tenant)).toBe(2);
    expect(await agent.routingStatus()).toBe('INTERACTING');
  });

  it('lets the next conversation alert when one is wrapped up', async () => {
    const tenant = await tenantWith([], 'queue-capacity');
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 2; n++) await (await TestGuest.session(tenant)).say('Hello');
    const place = await agent.accept();
    await agent.end(place);
    await agent.wrapUp(place);
    expect((await agent.part('alerting')).conversationId).not.toBe(place.conversationId);
  });
});

describe('agent-acceptance', () => {
  it('hides alerts: they time out, and the agent is NOT_RESPONDING', async () => {
    const sets = ['agents.missedShare=1', 'agents.alertingTimeoutMs=10000', 'agents.capacity=5'];
    const { tenant, clock } = await stillTenant(sets, 'agent-acceptance');
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    clock.advance(10_000);
    const missed = await agent.part('disconnected');
    expect(missed.messages[0]?.disconnectType).toBe('transfer.noanswer');
    await agent.settled();
    expect(agent.heard).toEqual([]);
    expect(await agent.routingStatus()).toBe('NOT_RESPONDING');
    expect(await waiting(tenant)).toBe(1);
  });

  it('shows a hidden alert neither in the topic nor in the list', async () => {
    const tenant = await tenantWith(['agents.missedShare=1']);
    const agent = await TestAgent.onQueue(tenant);
    const guest = await TestGuest.session(tenant);
    await guest.say('Hello');
    await guest.say('Are you there?');
    expect((await agent.call('GET', '/api/v2/conversations/messages')).body.entities).toEqual([]);
    await agent.settled();
    expect(agent.heard).toEqual([]);
    expect(await observed(tenant, 'oAlerting')).toEqual({ oAlerting: 1 });
  });

  it('hides the same alerts with the same seed, in about its share', async () => {
    const alerts = async (seed: number) => {
      const tenant = await tenantWith(
        ['agents.missedShare=0.4', 'agents.capacity=25', 'limits.enabled=false'],
        'healthy',
        seed,
      );
      await TestAgent.onQueue(tenant);
      for (let n = 0; n < 25; n++) await (await TestGuest.session(tenant)).say('Hello');
      return [...tenant.org.conversations.values()].map(({ agents: [alert] }) => alert?.missed);
    };
    const first = await alerts(7);
    expect(first).toHaveLength(25);
    expect(await alerts(7)).toEqual(first);
    // 10 ± 4 standard deviations of a binomial of 25 and 0.4, as the seed draws them.
    expect(Math.abs(first.filter(Boolean).length - 10)).toBeLessThan(10);
    expect(await alerts(8)).not.toEqual(first);
  });
});

describe('wrap-up-stall', () => {
  it('accepts the wrap-up, and the conversation still takes up capacity', async () => {
    const tenant = await tenantWith([], 'wrap-up-stall');
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 2; n++) await (await TestGuest.session(tenant)).say('Hello');
    const place = await agent.accept();
    await agent.end(place);
    expect((await agent.wrapUp(place)).status).toBe(204);
    expect(await agent.routingStatus()).toBe('INTERACTING');
    expect(await waiting(tenant)).toBe(1);
  });

  it('lets the next conversation alert after `wrapUpHoldMs`', async () => {
    const { tenant, clock } = await stillTenant(['agents.wrapUpHoldMs=20000'], 'wrap-up-stall');
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 2; n++) await (await TestGuest.session(tenant)).say('Hello');
    const place = await agent.accept();
    await agent.end(place);
    await agent.wrapUp(place);
    clock.advance(19_999);
    expect(await waiting(tenant)).toBe(1);
    clock.advance(1);
    expect((await agent.part('alerting')).conversationId).not.toBe(place.conversationId);
  });
});

describe('platform-rate-limit', () => {
  it('answers 429 with Retry-After for its share of the time', async () => {
    const { tenant, clock } = await stillTenant([], 'platform-rate-limit');
    const startMs = clock.now();
    const at = async (seconds: number) => {
      clock.advance(startMs + seconds * 1_000 - clock.now());
      const { status, headers } = await api(tenant, 'GET', '/api/v2/users/me');
      return status === 429 ? Number(headers.get('retry-after')) : status;
    };
    expect([await at(0), await at(4), await at(9.5)]).toEqual([10, 6, 1]);
    expect([await at(10), await at(19)]).toEqual([200, 200]);
    expect(await at(20)).toBe(10);
  });

  it('leaves guests and client credentials alone', async () => {
    const tenant = await tenantWith(['faults.tooMany.share=1'], 'platform-rate-limit');
    expect((await (await TestGuest.session(tenant)).say('Hello')).code).toBe(200);
    const authorization = `Basic ${Buffer.from('simulated:simulated').toString('base64')}`;
    const granted = await fetch(`${tenant.addresses.api}/oauth/token`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token } = (await granted.json()) as { access_token: string };
    const asked = await fetch(`${tenant.addresses.api}/api/v2/routing/queues`, {
      headers: { authorization: `bearer ${access_token}` },
    });
    expect(asked.status).toBe(200);
  });

  it('lists each refusal as a fault', async () => {
    const tenant = await tenantWith(['faults.tooMany.share=1'], 'platform-rate-limit');
    await api(tenant, 'GET', '/api/v2/users/me');
    expect((await control(tenant, '/faults')).lines()).toMatchObject([{ fault: 'too-many', status: 429 }]);
  });
});

describe('noise', () => {
  it('delays frames to guests and keeps their order', async () => {
    const { tenant, clock } = await stillTenant(['limits.enabled=false']);
    const guest = await TestGuest.session(tenant);
    await control(tenant, '/profile', 'PATCH', { faults: { frameJitterMs: 60 } });
    const sent = Array.from({ length: 20 }, (_, n) => `${n}`);
    const before = clock.timers;
    for (const text of sent) guest.send({ action: 'onMessage', message: { type: 'Text', text } });
    await expect.poll(() => clock.timers).toBe(before + 20);
    clock.advance(30);
    await control(tenant, '/profile', 'PATCH', { faults: { frameJitterMs: 0 } });
    clock.advance(30);
    expect(clock.timers).toBe(before);
    const arrived: (string | undefined)[] = [];
    for (const _ of sent) arrived.push((await guest.of('StructuredMessage')).body.text);
    expect(arrived).toEqual(sent);
  });

  it('delays frames to agents and API answers, and a conversation works nevertheless', async () => {
    const tenant = await tenantWith(['faults.frameJitterMs=20', 'faults.apiJitterMs=20', 'faults.resetShare=0.01']);
    const agent = await TestAgent.onQueue(tenant);
    const guest = await TestGuest.session(tenant);
    await guest.say('Hello');
    const place = await agent.accept();
    expect((await agent.say(place, 'Hi')).status).toBe(200);
    await guest.next(({ body }) => body.text === 'Hi');
  });

  it.each(['tenant-connection-ceiling', 'queue-capacity', 'platform-rate-limit'])(
    'combines with %s',
    async (profile) => {
      const noise = [
        'faults.resetShare=0.01',
        'faults.frameJitterMs=5',
        'faults.apiJitterMs=5',
        'agents.missedShare=0.01',
      ];
      const tenant = await tenantWith(noise, profile);
      const { body } = JSON.parse(`{"body":${(await control(tenant, '/profile')).text}}`);
      expect(body).toMatchObject({ faults: { resetShare: 0.01, frameJitterMs: 5 }, agents: { missedShare: 0.01 } });
    },
  );
});
