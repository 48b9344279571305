import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { TestAgent } from '../agent.ts';
import { api, control, observed, TestGuest, tenantWith } from '../client.ts';

/** What the monitor of a run reads of the queue. */
async function waiting(tenant: Awaited<ReturnType<typeof tenantWith>>): Promise<number> {
  return JSON.parse((await control(tenant, '/state')).text).waiting;
}

function clockAt(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: ms });
  onTestFinished(() => {
    vi.useRealTimers();
  });
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

  it('gives the next one a place when one is wrapped up', async () => {
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
  it('lets most alerts go unheard: they time out, and the agent is NOT_RESPONDING', async () => {
    const tenant = await tenantWith(
      ['agents.missedShare=1', 'agents.alertingTimeoutMs=50', 'agents.capacity=5'],
      'agent-acceptance',
    );
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    const missed = await agent.part('disconnected');
    expect(missed.messages[0]?.disconnectType).toBe('transfer.noanswer');
    expect(agent.heard).toEqual([]);
    expect(await agent.routingStatus()).toBe('NOT_RESPONDING');
    expect(await waiting(tenant)).toBe(1);
  });

  it('shows an unheard alert neither in the topic nor in the list', async () => {
    const tenant = await tenantWith(['agents.missedShare=1']);
    const agent = await TestAgent.onQueue(tenant);
    const guest = await TestGuest.session(tenant);
    await guest.say('Hello');
    await guest.say('Are you there?');
    expect((await agent.call('GET', '/api/v2/conversations/messages')).body.entities).toEqual([]);
    expect(agent.heard).toEqual([]);
    expect(await observed(tenant, 'oAlerting')).toEqual({ oAlerting: 1 });
  });

  it('leaves out the same alerts with the same seed, and the share is kept', async () => {
    const alerts = async (seed: number) => {
      const tenant = await tenantWith(
        ['agents.missedShare=0.4', 'agents.capacity=25', 'limits.enabled=false'],
        'healthy',
        seed,
      );
      const agent = await TestAgent.onQueue(tenant);
      const heard: boolean[] = [];
      const guest = await TestGuest.session(tenant);
      for (let n = 0; n < 25; n++) {
        await guest.ask({ action: 'configureSession', deploymentId: guest.deployment, startNew: true });
        await guest.say('Hello');
        heard.push((await agent.call('GET', '/api/v2/conversations/messages')).body.entities.length > 0);
        guest.send(guest.presence('Clear'));
        await guest.of('SessionClearedEvent');
      }
      return heard;
    };
    const first = await alerts(7);
    expect(await alerts(7)).toEqual(first);
    expect(first).toContain(true);
    expect(first).toContain(false);
  });
});

describe('wrap-up-stall', () => {
  it('accepts the wrap-up and keeps the place taken', async () => {
    const tenant = await tenantWith([], 'wrap-up-stall');
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 2; n++) await (await TestGuest.session(tenant)).say('Hello');
    const place = await agent.accept();
    await agent.end(place);
    expect((await agent.wrapUp(place)).status).toBe(204);
    expect(await agent.routingStatus()).toBe('INTERACTING');
    expect(await waiting(tenant)).toBe(1);
  });

  it('gives the place back after so long', async () => {
    const tenant = await tenantWith(['agents.wrapUpHoldMs=50'], 'wrap-up-stall');
    const agent = await TestAgent.onQueue(tenant);
    for (let n = 0; n < 2; n++) await (await TestGuest.session(tenant)).say('Hello');
    const place = await agent.accept();
    await agent.end(place);
    await agent.wrapUp(place);
    expect((await agent.part('alerting')).conversationId).not.toBe(place.conversationId);
  });
});

describe('platform-rate-limit', () => {
  it('answers 429 with Retry-After for its share of the time', async () => {
    clockAt(0);
    const tenant = await tenantWith([], 'platform-rate-limit');
    const at = async (seconds: number) => {
      vi.setSystemTime(seconds * 1_000);
      const { status, headers } = await api(tenant, 'GET', '/api/v2/users/me');
      return status === 429 ? Number(headers.get('retry-after')) : status;
    };
    expect([await at(0), await at(4), await at(9.5)]).toEqual([10, 6, 1]);
    expect([await at(10), await at(19)]).toEqual([200, 200]);
    expect(await at(20)).toBe(10);
  });

  it("limits the agents' side: guests and client credentials are served", async () => {
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
  it('jitters frames to guests and keeps their order', async () => {
    const tenant = await tenantWith(['faults.frameJitterMs=60', 'limits.enabled=false']);
    const guest = await TestGuest.session(tenant);
    const sent = Array.from({ length: 20 }, (_, n) => `${n}`);
    for (const text of sent) guest.send({ action: 'onMessage', message: { type: 'Text', text } });
    const arrived: (string | undefined)[] = [];
    for (const _ of sent) arrived.push((await guest.of('StructuredMessage')).body.text);
    expect(arrived).toEqual(sent);
  });

  it('jitters frames to agents and API answers, and a conversation goes its way', async () => {
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
