import { describe, expect, it } from 'vitest';
import { queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import { type Place, TestAgent } from '../agent.ts';
import { observed, stillTenant, TestGuest } from '../client.ts';

const ROOT = '/api/v2/conversations/messages';

/** An agent whose conversation has ended, while another waits. */
async function ended(sets: readonly string[]) {
  const { tenant, clock } = await stillTenant(sets);
  const agent = await TestAgent.onQueue(tenant);
  for (let n = 0; n < 2; n++) await (await TestGuest.session(tenant)).say('Hello');
  const place = await agent.accept();
  await agent.end(place);
  const part = await agent.part('disconnected');
  return { tenant, clock, agent, place, part };
}

const wrapUpPath = ({ conversationId, participantId, communicationId }: Place) =>
  `${ROOT}/${conversationId}/participants/${participantId}/communications/${communicationId}/wrapup`;

describe('after-call work', () => {
  it.each([
    ['MANDATORY', 'mandatory', true],
    ['MANDATORY_TIMEOUT', 'timeout', true],
    ['MANDATORY_FORCED_TIMEOUT', 'forcedTimeout', true],
    ['OPTIONAL', 'optional', false],
    ['AGENT_REQUESTED', 'agentRequested', false],
  ])('in the mode %s is shown in the participant as %s, and takes up capacity: %s', async (mode, prompt, holds) => {
    const { tenant, part } = await ended([`agents.acwMode=${mode}`]);
    expect(part).toMatchObject({ wrapupPrompt: prompt, wrapupRequired: holds });
    expect((await observed(tenant, 'oWaiting')).oWaiting).toBe(holds ? 1 : 0);
  });

  it('ends without a code when the time of MANDATORY_TIMEOUT is over', async () => {
    const { tenant, clock, agent } = await ended(['agents.acwMode=MANDATORY_TIMEOUT', 'agents.acwTimeoutMs=5000']);
    clock.advance(4_999);
    expect(await observed(tenant, 'oWaiting')).toEqual({ oWaiting: 1 });
    clock.advance(1);
    expect((await agent.part('disconnected')).wrapupRequired).toBe(false);
    await agent.part('alerting');
  });

  it('ends with the code in MANDATORY_TIMEOUT', async () => {
    const { agent, place } = await ended(['agents.acwMode=MANDATORY_TIMEOUT']);
    await agent.wrapUp(place);
    await agent.part('alerting');
  });

  it('lasts until the time of MANDATORY_FORCED_TIMEOUT is over, whatever the code', async () => {
    const { tenant, clock, agent, place } = await ended(['agents.acwMode=MANDATORY_FORCED_TIMEOUT']);
    expect((await agent.wrapUp(place)).status).toBe(204);
    clock.advance(29_999);
    expect(await observed(tenant, 'oWaiting')).toEqual({ oWaiting: 1 });
    clock.advance(1);
    await agent.part('alerting');
  });

  it("follows the queue's own settings where it has some", async () => {
    const { tenant } = await stillTenant();
    const agent = await TestAgent.onQueue(tenant);
    const acwSettings = { wrapupPrompt: 'OPTIONAL', timeoutMs: 1_000 };
    await agent.call('PUT', `/api/v2/routing/queues/${queueId(1)}`, { name: 'Messages', acwSettings });
    await (await TestGuest.session(tenant)).say('Hello');
    expect(await agent.part('alerting')).toMatchObject({ wrapupPrompt: 'optional', wrapupTimeoutMs: 1_000 });
  });
});

describe('a wrap-up code', () => {
  it.each([
    ['that the queue does not have', { code: 'nothing' }],
    ['that is missing', {}],
  ])('%s is refused with 400, and after-call work goes on', async (_, body) => {
    const { tenant, agent, place } = await ended([]);
    expect(await agent.call('POST', wrapUpPath(place), body)).toMatchObject({
      status: 400,
      body: { code: 'bad.request' },
    });
    expect(await observed(tenant, 'oWaiting')).toEqual({ oWaiting: 1 });
  });

  it('may come with the PATCH of the participant', async () => {
    const { agent, place } = await ended([]);
    const path = `${ROOT}/${place.conversationId}/participants/${place.participantId}`;
    expect((await agent.call('PATCH', path, { wrapup: { code: 'nothing' } })).status).toBe(400);
    expect((await agent.call('PATCH', path, { wrapup: { code: wrapUpCodeId(2) } })).status).toBe(204);
    await agent.part('alerting');
  });

  it('is made, and added to a queue, and listed with it', async () => {
    const agent = new TestAgent((await stillTenant()).tenant);
    const { body: code } = await agent.call('POST', '/api/v2/routing/wrapupcodes', { name: 'Escalated' });
    expect(code).toMatchObject({ id: wrapUpCodeId(3), name: 'Escalated' });
    await agent.call('POST', `/api/v2/routing/queues/${queueId(1)}/wrapupcodes`, [{ id: code.id }]);
    const { body } = await agent.call('GET', `/api/v2/routing/queues/${queueId(1)}/wrapupcodes`);
    expect(body.entities.map(({ name }: { name: string }) => name)).toEqual(['Default', 'Resolved', 'Escalated']);
  });
});
