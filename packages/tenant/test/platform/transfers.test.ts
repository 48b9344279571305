import { describe, expect, it } from 'vitest';
import { agentId, deploymentId, queueId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { type Place, TestAgent } from '../agent.ts';
import { control, TestGuest, tenantWith } from '../client.ts';

const replace = ({ conversationId, participantId }: Place) =>
  `/api/v2/conversations/messages/${conversationId}/participants/${participantId}/replace`;

async function events(tenant: RunningTenant): Promise<string[]> {
  const lines = (await control(tenant, '/record')).lines();
  return lines.filter(({ kind }) => kind === 'conversation').map(({ event }) => event);
}

describe('a blind transfer', () => {
  it("to a queue ends the agent's part, routes anew and leaves after-call work", async () => {
    const tenant = await tenantWith(['queues.count=2', 'queues.members=spread', 'queues.by=deployment']);
    const [first, second] = [await TestAgent.onQueue(tenant, 2), await TestAgent.onQueue(tenant, 1)];
    const guest = await TestGuest.session(tenant, { deployment: deploymentId(2) });
    await guest.say('Hello');
    const from = await first.accept();
    expect((await first.call('POST', replace(from), { queueId: queueId(1) })).status).toBe(202);
    expect(await first.part('disconnected')).toMatchObject({ messages: [{ disconnectType: 'transfer' }] });
    const to = await second.accept();
    expect(to.conversationId).toBe(from.conversationId);
    await second.say(to, 'Hi');
    expect((await guest.next(({ body }) => body.text === 'Hi')).class).toBe('StructuredMessage');
    expect((await first.say(from, 'still here')).status).toBe(400);
    await first.wrapUp(from);
    await second.end(to);
    await second.wrapUp(to);
    const began = ['created', 'queued', 'alerting', 'accepted', 'transferred', 'queued', 'alerting', 'accepted'];
    expect(await events(tenant)).toEqual([...began, 'wrapped-up', 'ended', 'wrapped-up']);
  });

  it('to another agent alerts there, who goes on in the same conversation', async () => {
    const tenant = await tenantWith();
    const first = await TestAgent.onQueue(tenant, 1);
    await (await TestGuest.session(tenant)).say('Hello');
    const from = await first.accept();
    const second = await TestAgent.onQueue(tenant, 2);
    const path = `/api/v2/conversations/${from.conversationId}/participants/${from.participantId}/replace/agent`;
    expect((await first.call('POST', path, { userId: agentId(2) })).status).toBe(202);
    expect((await second.accept()).conversationId).toBe(from.conversationId);
  });

  it('by nobody who is connected, or to nowhere, is refused', async () => {
    const tenant = await tenantWith();
    const agent = await TestAgent.onQueue(tenant, 1);
    await (await TestGuest.session(tenant)).say('Hello');
    const from = await agent.accept();
    expect((await agent.call('POST', replace(from), { userId: agentId(1) })).status).toBe(400);
    expect((await agent.call('POST', replace(from), {})).status).toBe(400);
    expect((await agent.call('POST', replace(from), { queueId: queueId(9) })).status).toBe(404);
    await agent.end(from);
    expect((await agent.call('POST', replace(from), { userId: agentId(2) })).status).toBe(400);
  });
});
