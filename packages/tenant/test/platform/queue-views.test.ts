import { describe, expect, it } from 'vitest';
import { divisionId, queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import { TestAgent } from '../agent.ts';
import { api, stillTenant, TestGuest, tenantWith } from '../client.ts';

const QUEUES = '/api/v2/routing/queues';
const ids = ({ entities }: { entities: { id: string }[] }) => entities.map(({ id }) => id);

describe("an agent's own queues", () => {
  it('are those of which it is a member, joined or not', async () => {
    const tenant = await tenantWith(['queues.count=2']);
    await api(tenant, 'PATCH', `${QUEUES}/${queueId(2)}/members`, [{ id: new TestAgent(tenant).id, joined: false }]);
    const own = async (query: string) => ids((await api(tenant, 'GET', `${QUEUES}/me?${query}`)).body);
    expect(await own('')).toEqual([queueId(1), queueId(2)]);
    expect(await own('joined=true')).toEqual([queueId(1)]);
    expect(await own('joined=false')).toEqual([queueId(2)]);
  });
});

describe('the division view of queues', () => {
  it('honours name, id, division and order', async () => {
    const tenant = await tenantWith(['queues.count=3']);
    const view = async (query: string) => ids((await api(tenant, 'GET', `${QUEUES}/divisionviews?${query}`)).body);
    expect(await view('name=messages 2')).toEqual([queueId(2)]);
    expect(await view(`id=${queueId(3)}`)).toEqual([queueId(3)]);
    expect(await view(`divisionId=${divisionId(1)}&sortOrder=desc`)).toEqual([queueId(3), queueId(2), queueId(1)]);
    expect(await view('divisionId=another')).toEqual([]);
    expect((await api(tenant, 'GET', `${QUEUES}/divisionviews/all`)).body.total).toBe(3);
  });
});

describe('the estimated wait time', () => {
  it('is for how long the first conversation has waited, and 0 where none waits', async () => {
    const { tenant, clock } = await stillTenant();
    const estimate = async (medium = '') =>
      (await api(tenant, 'GET', `${QUEUES}/${queueId(1)}${medium}/estimatedwaittime`)).body.results;
    expect(await estimate()).toMatchObject([{ estimatedWaitTimeSeconds: 0 }]);
    await (await TestGuest.session(tenant)).say('Hello');
    clock.advance(7_000);
    expect(await estimate()).toMatchObject([{ intent: 'MESSAGE', estimatedWaitTimeSeconds: 7 }]);
    expect(await estimate('/mediatypes/message')).toMatchObject([{ estimatedWaitTimeSeconds: 7 }]);
    expect(await estimate('/mediatypes/call')).toEqual([]);
    expect((await api(tenant, 'GET', `${QUEUES}/${queueId(1)}/mediatypes/fax/estimatedwaittime`)).status).toBe(400);
  });
});

describe('a queue', () => {
  it('with conversations is deleted only by force', async () => {
    const tenant = await tenantWith();
    await (await TestGuest.session(tenant)).say('Hello');
    const path = `${QUEUES}/${queueId(1)}`;
    expect((await api(tenant, 'DELETE', path)).status).toBe(409);
    expect((await api(tenant, 'DELETE', `${path}?forceDelete=true`)).status).toBe(204);
    expect((await api(tenant, 'GET', path)).status).toBe(404);
  });

  it('with a field that no model has is refused with 400', async () => {
    expect((await api(await tenantWith(), 'POST', QUEUES, { name: 'New', connectionPool: 9 })).status).toBe(400);
  });
});

describe('a wrap-up code', () => {
  it('of the org is in each of its queues', async () => {
    const tenant = await tenantWith(['queues.count=2']);
    for (const n of [1, 2]) {
      const { body } = await api(tenant, 'GET', `${QUEUES}/${queueId(n)}/wrapupcodes`);
      expect(ids(body)).toEqual([wrapUpCodeId(1), wrapUpCodeId(2)]);
    }
  });

  it('that is deleted is in no queue, and its id is not given again', async () => {
    const tenant = await tenantWith();
    const codes = '/api/v2/routing/wrapupcodes';
    expect((await api(tenant, 'DELETE', `${codes}/${wrapUpCodeId(2)}`)).status).toBe(204);
    expect((await api(tenant, 'GET', `${codes}/${wrapUpCodeId(2)}`)).status).toBe(404);
    expect(ids((await api(tenant, 'GET', `${QUEUES}/${queueId(1)}/wrapupcodes`)).body)).toEqual([wrapUpCodeId(1)]);
    expect((await api(tenant, 'POST', codes, { name: 'New' })).body.id).toBe(wrapUpCodeId(3));
    const view = await api(tenant, 'GET', `${codes}/divisionviews?name=new`);
    expect(ids(view.body)).toEqual([wrapUpCodeId(3)]);
    expect((await api(tenant, 'GET', `${codes}/divisionviews/${wrapUpCodeId(3)}`)).body.name).toBe('New');
  });
});

describe('a participant', () => {
  async function answered() {
    const { tenant } = await stillTenant();
    const agent = await TestAgent.onQueue(tenant);
    await (await TestGuest.session(tenant)).say('Hello');
    return { tenant, agent, place: await agent.accept() };
  }

  it('shows the code, the notes and the tags with which it was wrapped up, and 404 before', async () => {
    const { tenant, agent, place } = await answered();
    const { conversationId: c, participantId: p, communicationId: m } = place;
    const ofMessages = `/api/v2/conversations/messages/${c}/participants/${p}`;
    const generic = `/api/v2/conversations/${c}/participants/${p}`;
    const paths = [`${ofMessages}/wrapup`, `${ofMessages}/communications/${m}/wrapup`, `${generic}/wrapup`];
    for (const path of paths) expect((await api(tenant, 'GET', path)).status).toBe(404);
    const wrapUp = { code: wrapUpCodeId(1), notes: 'Done', tags: ['load'], durationSeconds: 3 };
    await agent.call('POST', `${ofMessages}/communications/${m}/wrapup`, wrapUp);
    for (const path of paths) expect((await api(tenant, 'GET', path, undefined, 2)).body).toMatchObject(wrapUp);
    expect((await api(tenant, 'GET', `${paths[0]}?provisional=true`)).status).toBe(400);
    const codes = await api(tenant, 'GET', `${generic}/wrapupcodes`);
    expect(codes.body).toHaveLength(2);
  });

  it.each(['/messages', ''])('shows the attributes that were written to conversations%s', async (kind) => {
    const { tenant, agent, place } = await answered();
    const { conversationId: c, participantId: p } = place;
    const path = (participant: string) => `/api/v2/conversations${kind}/${c}/participants/${participant}/attributes`;
    const attributes = { 'context.visit': '7' };
    const { status, body } = await api(tenant, 'PATCH', path(p), { attributes });
    expect([status, body]).toEqual([200, kind === '' ? undefined : { attributes }]);
    await api(tenant, 'PATCH', path(p), { attributes: { more: 'yes' } });
    const { body: conversation } = await agent.call('GET', `/api/v2/conversations/${c}`);
    const participant = conversation.participants.find(({ id }: { id: string }) => id === p);
    expect(participant.attributes).toEqual({ 'context.visit': '7', more: 'yes' });
    await agent.event(`v2.users.${agent.id}.conversations`, (event: { participants: { id: string }[] }) =>
      event.participants.some((one) => one.id === p && 'attributes' in one),
    );
    expect((await api(tenant, 'PATCH', path('nobody'), { attributes })).status).toBe(404);
    expect((await api(tenant, 'PATCH', path(p), { attributes: { n: 1 } })).status).toBe(400);
  });
});
