import { describe, expect, it } from 'vitest';
import { agentId, divisionId, queueId } from '../../src/base/ready-made-ids.ts';
import { api, tenantWith } from '../client.ts';

const USERS = '/api/v2/users';
const ids = (found: { id: string }[]) => found.map(({ id }) => id);

describe('the listing of users', () => {
  it('honours ids, state, order and expand', async () => {
    const tenant = await tenantWith(['agents.count=3']);
    const list = async (query: string) => (await api(tenant, 'GET', `${USERS}?${query}`)).body;
    expect(ids((await list(`id=${agentId(3)}&id=${agentId(1)}`)).entities)).toEqual([agentId(1), agentId(3)]);
    expect(ids((await list('sortOrder=desc')).entities)).toEqual([agentId(3), agentId(2), agentId(1)]);
    expect((await list('expand=presence,routingStatus')).entities[0]).toMatchObject({
      presence: { presenceDefinition: { systemPresence: 'Offline' } },
      routingStatus: { status: 'OFF_QUEUE' },
    });
    await api(tenant, 'DELETE', `${USERS}/${agentId(2)}`, undefined, 3);
    expect(ids((await list('')).entities)).toEqual([agentId(1), agentId(3)]);
    expect(ids((await list('state=deleted')).entities)).toEqual([agentId(2)]);
    expect((await list('state=any')).total).toBe(3);
  });

  it.each(['state=gone', 'expand=station', 'jabberId=x'])('refuses %s with 400', async (query) => {
    expect((await api(await tenantWith(), 'GET', `${USERS}?${query}`)).status).toBe(400);
  });
});

describe('the search for users', () => {
  const search = async (...criteria: object[]) => {
    const tenant = await tenantWith(['agents.count=12']);
    await api(tenant, 'DELETE', `${USERS}/${agentId(12)}`);
    return api(tenant, 'POST', `${USERS}/search`, { query: criteria, sortBy: 'email', sortOrder: 'DESC', pageSize: 2 });
  };

  it('finds a user by its address, without regard to case', async () => {
    const { body } = await search({ type: 'EXACT', fields: ['email'], value: 'Agent-2@Example.com' });
    expect(body).toMatchObject({ total: 1, pageCount: 1, results: [{ id: agentId(2) }] });
  });

  it('gives a page of the matches in the order asked for', async () => {
    const { body } = await search({ type: 'STARTS_WITH', fields: ['name'], value: 'agent 1' });
    expect(body).toMatchObject({ total: 3, pageCount: 2, pageSize: 2, pageNumber: 1 });
    expect(ids(body.results)).toEqual([agentId(11), agentId(10)]);
  });

  it('joins its criteria by their operators', async () => {
    const { body } = await search(
      { type: 'CONTAINS', fields: ['name'], value: '1' },
      { type: 'EXACT', fields: ['name'], value: 'Agent 1', operator: 'NOT' },
    );
    expect(ids(body.results)).toEqual([agentId(11), agentId(10)]);
    const either = await search(
      { type: 'EXACT', fields: ['name'], value: 'Agent 1', operator: 'OR' },
      { type: 'TERMS', fields: ['name'], values: ['Agent 2', 'nobody'], operator: 'OR' },
    );
    expect(ids(either.body.results)).toEqual([agentId(2), agentId(1)]);
  });

  it('finds a deleted user where it asks for the state', async () => {
    const { body } = await search({ type: 'EXACT', fields: ['state'], values: ['deleted'] });
    expect(body.results).toMatchObject([{ id: agentId(12), state: 'deleted' }]);
    expect((await search({ type: 'EXACT', fields: ['name'], value: 'Agent 12' })).body.total).toBe(0);
  });

  it('comes in the address too, as base64', async () => {
    const q64 = Buffer.from(JSON.stringify({ query: [{ type: 'MATCH_ALL' }] })).toString('base64');
    const tenant = await tenantWith(['agents.count=3']);
    expect((await api(tenant, 'GET', `${USERS}/search?q64=${encodeURIComponent(q64)}`)).body.total).toBe(3);
    expect((await api(tenant, 'GET', `${USERS}/search?q64=x`)).status).toBe(400);
  });

  it.each([
    ['a type that is not simulated', { type: 'REGEX', fields: ['name'], value: 'a' }],
    ['a field that is not simulated', { type: 'EXACT', fields: ['manager'], value: 'a' }],
  ])('refuses %s with 400', async (_, criterion) => {
    expect((await search(criterion)).status).toBe(400);
  });
});

describe('a user', () => {
  const made = { name: 'New', email: 'new@example.com', divisionId: divisionId(1), title: 'Tester' };

  it('reads back as it was written, and changes by its version', async () => {
    const tenant = await tenantWith();
    const { body: user } = await api(tenant, 'POST', USERS, made);
    expect(user).toMatchObject({ title: 'Tester', division: { id: divisionId(1) }, version: 1 });
    const path = `${USERS}/${user.id}`;
    const change = { version: 1, email: 'newer@example.com', department: 'Load', state: 'inactive' };
    expect((await api(tenant, 'PATCH', path, change)).body).toMatchObject({ ...change, version: 2, title: 'Tester' });
    expect((await api(tenant, 'PATCH', path, change)).status).toBe(409);
    expect((await api(tenant, 'GET', `${path}?expand=skills`)).body).toMatchObject({ department: 'Load', skills: [] });
    const taken = { version: 2, email: 'agent-1@example.com' };
    expect((await api(tenant, 'PATCH', path, taken)).status).toBe(409);
  });

  it('with a field that the simulation does not keep is refused with 400', async () => {
    const body = { version: 1, images: [] };
    expect((await api(await tenantWith(), 'PATCH', `${USERS}/${agentId(1)}`, body)).status).toBe(400);
  });

  it('that is deleted is in no queue, has no token, and comes back with its address', async () => {
    const tenant = await tenantWith();
    const members = async () =>
      (await api(tenant, 'GET', `/api/v2/routing/queues/${queueId(1)}`, undefined, 2)).body.memberCount;
    const before = await members();
    await api(tenant, 'DELETE', `${USERS}/${agentId(1)}`, undefined, 2);
    expect(await members()).toBe(before - 1);
    expect((await api(tenant, 'GET', `${USERS}/me`)).status).toBe(401);
    expect((await api(tenant, 'GET', `${USERS}/${agentId(1)}`, undefined, 2)).status).toBe(404);
    const again = { ...made, email: 'agent-1@example.com' };
    expect(await api(tenant, 'POST', USERS, again, 2)).toMatchObject({
      status: 409,
      body: { code: 'general.conflict' },
    });
    const restored = { version: 2, state: 'active' };
    expect((await api(tenant, 'PATCH', `${USERS}/${agentId(1)}`, restored, 2)).body).toMatchObject({ state: 'active' });
    expect((await api(tenant, 'GET', `${USERS}/me`)).status).toBe(200);
  });
});
