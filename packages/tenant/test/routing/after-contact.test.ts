import { describe, expect, it } from 'vitest';
import { queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import { type Place, TestAgent } from '../agent.ts';
import { observed, TestGuest, tenantWith } from '../client.ts';

const ROOT = '/api/v2/conversations/messages';

/** An agent whose conversation has ended, while another waits. */
async function ended(sets: readonly string[]) {
  const tenant = await tenantWith(sets);
  const agent = await TestAgent.onQueue(tenant);
  for (let n = 0; n < 2; n++) await (await TestGuest.session(tenant)).say('Hello');
  const place = await agent.accept();
  await agent.end(place);
  const part = await agent.part('disconnected');
  return { tenant, agent, place, part };
}

const wrapUpPath = ({ conversationId, participantId, communicationId }: Place) =>
  `${ROOT}/${conversationId}/participants/${participantId}/communications/${communicationId}/wrapup`;

describe('after-contact work', () => {
  it.each([
    ['MANDATORY', 'mandatory', true],
    ['MANDATORY_TIMEOUT', 'timeout', true],
    ['MANDATORY_FORCED_TIMEOUT', 'forcedTimeout', true],
    ['OPTIONAL', 'optional', false],
    ['AGENT_REQUESTED', 'agentRequested', false],
  ])('%s is shown in the participant, and holds the place or not', async (mode, prompt, holds) => {
    const { tenant, part } = await ended([`agents.acwMode=${mode}`]);
    expect(part).toMatchObject({ wrapupPrompt: prompt, wrapupRequired: holds });
    expect((await observed(tenant, 'oWaiting')).oWaiting).toBe(holds ? 1 : 0);
  });

  it('MANDATORY_TIMEOUT gives the place back when the time is over, without a code', async () => {
    const { agent } = await ended(['agents.acwMode=MANDATORY_TIMEOUT', 'agents.acwTimeoutMs=50']);
    expect((await agent.part('disconnected')).wrapupRequired).toBe(false);
    await agent.part('alerting');
  });

  it('MANDATORY_TIMEOUT gives it back with the code', async () => {
    const { agent, place } = await ended(['agents.acwMode=MANDATORY_TIMEOUT']);
    await agent.wrapUp(place);
    await agent.part('alerting');
  });

  it('MANDATORY_FORCED_TIMEOUT keeps it until the time is over, whatever the code', async () => {
    const { tenant, agent, place } = await ended(['agents.acwMode=MANDATORY_FORCED_TIMEOUT']);
    expect((await agent.wrapUp(place)).status).toBe(204);
    expect(await observed(tenant, 'oWaiting')).toEqual({ oWaiting: 1 });
  });

  it('is what the queue says, where it says something', async () => {
    const tenant = await tenantWith();
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
  ])('%s is refused with 400, and the place stays taken', async (_, body) => {
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
    const agent = new TestAgent(await tenantWith());
    const { body: code } = await agent.call('POST', '/api/v2/routing/wrapupcodes', { name: 'Escalated' });
    expect(code).toEqual({ id: wrapUpCodeId(3), name: 'Escalated' });
    await agent.call('POST', `/api/v2/routing/queues/${queueId(1)}/wrapupcodes`, [{ id: code.id }]);
    const { body } = await agent.call('GET', `/api/v2/routing/queues/${queueId(1)}/wrapupcodes`);
    expect(body.entities.map(({ name }: { name: string }) => name)).toEqual(['Default', 'Resolved', 'Escalated']);
  });
});
