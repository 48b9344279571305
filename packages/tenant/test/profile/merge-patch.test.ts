import { describe, expect, it } from 'vitest';
import { control, TestGuest, tenantWith, upgrade } from '../client.ts';

describe('a PATCH of the profile', () => {
  it('changes what it names, and leaves the rest', async () => {
    const tenant = await tenantWith(['greeting=Hi']);
    const answer = await control(tenant, '/profile', 'PATCH', { ceiling: { max: 0 } });
    expect(JSON.parse(answer.text)).toMatchObject({ greeting: 'Hi', ceiling: { max: 0, status: 503 } });
    expect((await upgrade(tenant))?.status).toBe(503);
  });

  it('removes a setting with null', async () => {
    const tenant = await tenantWith(['ceiling.max=0']);
    await control(tenant, '/profile', 'PATCH', { ceiling: null });
    expect(await upgrade(tenant)).toBeUndefined();
  });

  it('changes limits, faults and what deployments allow', async () => {
    const tenant = await tenantWith();
    const guest = await TestGuest.session(tenant);
    await control(tenant, '/profile', 'PATCH', { conversationClear: false, faults: { alteredShare: 1 } });
    expect(await guest.ask(guest.presence('Clear'))).toMatchObject({ code: 403 });
    expect((await guest.say('hello')).body.text).toBe('hello~');
  });

  it('leaves a ceiling that it does not name as it was drawn', async () => {
    const tenant = await tenantWith([], 'tenant-connection-ceiling', 5);
    const ceiling = async () => JSON.parse((await control(tenant, '/state')).text).ceiling;
    const before = await ceiling();
    await control(tenant, '/profile', 'PATCH', { greeting: 'Hi' });
    expect(await ceiling()).toBe(before);
  });

  it.each([
    ['{', 'the body: not JSON'],
    ['{"ceiling":{"max":-1}}', 'ceiling.max: '],
    ['{"celing":{}}', 'celing'],
    ['{"deployments":3}', 'deployments: cannot change while the tenant runs'],
    ['7', 'the profile: '],
  ])('of %s is refused in one line', async (body, line) => {
    const tenant = await tenantWith();
    const response = await fetch(`${tenant.addresses.control}/profile`, { method: 'PATCH', body });
    expect(response.status).toBe(400);
    const { message } = (await response.json()) as { message: string };
    expect(message).toContain(line);
    expect(message).not.toContain('\n');
  });
});
