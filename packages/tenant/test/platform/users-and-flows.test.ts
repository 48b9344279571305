import { describe, expect, it } from 'vitest';
import { agentId, flowId, queueId } from '../../src/base/ready-made-ids.ts';
import { TestAgent } from '../agent.ts';
import { api, TestGuest, tenantWith } from '../client.ts';

describe('users', () => {
  it('are listed, and known by id', async () => {
    const agent = new TestAgent(await tenantWith(['agents.count=3']));
    expect((await agent.call('GET', '/api/v2/users')).body.total).toBe(3);
    expect((await agent.call('GET', `/api/v2/users/${agentId(2)}`)).body).toMatchObject({
      name: 'Agent 2',
      email: 'agent-2@example.com',
    });
    expect((await agent.call('GET', '/api/v2/users/nobody')).status).toBe(404);
  });

  it('are made one at a time, and work once they are members of a queue', async () => {
    const tenant = await tenantWith(['agents.count=1']);
    const made = { name: 'New', email: 'new@example.com', divisionId: 'home' };
    const { body } = await api(tenant, 'POST', '/api/v2/users', made);
    expect(body).toMatchObject({ id: agentId(2), name: 'New', state: 'active' });
    const agent = await TestAgent.onQueue(tenant, 2);
    await api(tenant, 'POST', `/api/v2/routing/queues/${queueId(1)}/members`, [{ id: agent.id }]);
    await (await TestGuest.session(tenant)).say('Hello');
    await agent.accept();
  });

  it.each([
    ['a name', { email: 'a@example.com', divisionId: 'home' }, 'name'],
    ['an address', { name: 'A', divisionId: 'home' }, 'email'],
    ['a division', { name: 'A', email: 'a@example.com' }, 'divisionId'],
  ])('without %s are refused with 400', async (_, body, fieldName) => {
    expect(await api(await tenantWith(), 'POST', '/api/v2/users', body)).toMatchObject({
      status: 400,
      body: { details: [{ fieldName }] },
    });
  });

  it('with an address that is there are refused with 409', async () => {
    const body = { name: 'A', email: 'agent-1@example.com', divisionId: 'home' };
    expect((await api(await tenantWith(), 'POST', '/api/v2/users', body)).status).toBe(409);
  });
});

describe('presences', () => {
  const presenceOf = async (agent: TestAgent, name: string) => {
    const { body } = await agent.call('GET', '/api/v2/presencedefinitions');
    return body.entities.find(({ systemPresence }: { systemPresence: string }) => systemPresence === name).id;
  };

  it('have the definitions of Genesys under both paths', async () => {
    const agent = new TestAgent(await tenantWith());
    const [older, newer] = ['/api/v2/presencedefinitions', '/api/v2/presence/definitions'];
    const { body } = await agent.call('GET', newer);
    expect((await agent.call('GET', older)).body).toMatchObject(body);
    expect(body.entities.map(({ systemPresence }: { systemPresence: string }) => systemPresence)).toContain('OnQueue');
  });

  it('are written in bulk, and read in bulk', async () => {
    const agent = new TestAgent(await tenantWith());
    const id = await presenceOf(agent, 'Meal');
    const writes = [1, 2].map((n) => ({ id: agentId(n), presenceDefinition: { id } }));
    expect((await agent.call('PUT', '/api/v2/users/presences/bulk', writes)).status).toBe(200);
    const path = `/api/v2/users/presences/purecloud/bulk?id=${agentId(1)}&id=${agentId(2)}`;
    const { body } = await agent.call('GET', path);
    expect(body).toMatchObject([1, 2].map((n) => ({ userId: agentId(n), presenceDefinition: { id } })));
  });

  it('are read 50 at a time', async () => {
    const ids = Array.from({ length: 51 }, (_, n) => `id=${agentId(n + 1)}`).join('&');
    const path = `/api/v2/users/presences/purecloud/bulk?${ids}`;
    expect((await api(await tenantWith(), 'GET', path)).status).toBe(400);
  });

  it('are read of one user', async () => {
    const agent = new TestAgent(await tenantWith());
    await agent.presence('Busy');
    const { body } = await agent.call('GET', `/api/v2/users/${agent.id}/presences/purecloud`);
    expect(body).toMatchObject({ source: 'PURECLOUD', presenceDefinition: { systemPresence: 'Busy' } });
    const bulk = await agent.call('GET', `/api/v2/users/presences/purecloud/bulk?id=${agent.id}`);
    expect(bulk.body).toMatchObject([{ userId: agent.id, presenceDefinition: { systemPresence: 'Busy' } }]);
  });

  it('that have no definition are refused with 400', async () => {
    const agent = new TestAgent(await tenantWith());
    const path = `/api/v2/users/${agent.id}/presences/purecloud`;
    expect((await agent.call('PATCH', path, { presenceDefinition: { id: 'x' } })).status).toBe(400);
  });
});

describe('a flow', () => {
  const YAML = 'inboundShortMessage:\n  name: Load test\n  defaultLanguage: en-us\n';

  async function job(yaml: string) {
    const agent = new TestAgent(await tenantWith());
    const started = await agent.call('POST', '/api/v2/flows/jobs');
    expect(started.status).toBe(202);
    const path = `/api/v2/flows/jobs/${started.body.id}`;
    expect((await agent.call('GET', path)).body.status).toBe('Created');
    await fetch(started.body.presignedUrl, { method: 'PUT', body: yaml });
    return { agent, job: (await agent.call('GET', path)).body };
  }

  it('is made by a job of the YAML that is put to its address', async () => {
    const { agent, job: done } = await job(YAML);
    expect(done).toMatchObject({ status: 'Success', flow: { id: flowId(2) } });
    expect((await agent.call('GET', `/api/v2/flows/${flowId(2)}`)).body).toMatchObject({
      name: 'Load test',
      type: 'INBOUNDSHORTMESSAGE',
    });
  });

  it('of YAML that is none fails, and the job says why', async () => {
    const { job: done } = await job('inboundCall:\n  name: x\n');
    expect(done).toMatchObject({
      status: 'Failure',
      messages: [{ text: expect.stringContaining('inboundShortMessage') }],
    });
  });

  it('is listed by its type', async () => {
    const agent = new TestAgent(await tenantWith());
    const count = async (type: string) => (await agent.call('GET', `/api/v2/flows?type=${type}`)).body.total;
    expect([await count('inboundshortmessage'), await count('inboundcall')]).toEqual([1, 0]);
  });
});
