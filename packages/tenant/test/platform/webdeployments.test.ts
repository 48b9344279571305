import { describe, expect, it } from 'vitest';
import { configurationId, deploymentId } from '../../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../../src/server.ts';
import { api, TestGuest, tenantWith, upgrade } from '../client.ts';

const ROOT = '/api/v2/webdeployments';

const configuration = (conversations: object = {}) => ({
  name: 'Load',
  languages: ['en-us'],
  defaultLanguage: 'en-us',
  messenger: { enabled: true, apps: { conversations } },
});

const deployment = (id: string, more: object = {}) => ({
  name: 'Load',
  configuration: { id },
  allowAllDomains: false,
  allowedDomains: ['example.com'],
  ...more,
});

/** The id of a deployment of a published configuration. */
async function deployed(tenant: RunningTenant, conversations: object, more: object = {}): Promise<string> {
  const draft = await api(tenant, 'POST', `${ROOT}/configurations`, configuration(conversations));
  await api(tenant, 'POST', `${ROOT}/configurations/${draft.body.id}/versions/draft/publish`);
  const { body } = await api(tenant, 'POST', `${ROOT}/deployments`, deployment(draft.body.id, more));
  return body.id;
}

describe('a configuration', () => {
  it('is a draft until it is published, and each publishing is a version', async () => {
    const tenant = await tenantWith();
    const { body: draft } = await api(tenant, 'POST', `${ROOT}/configurations`, configuration());
    expect(draft).toMatchObject({ version: 'DRAFT', status: 'Active' });
    const path = `${ROOT}/configurations/${draft.id}/versions`;
    for (const version of ['1', '2']) {
      const published = await api(tenant, 'POST', `${path}/draft/publish`);
      expect(published.body).toMatchObject({ version, status: 'Active' });
    }
    expect((await api(tenant, 'GET', path)).body.total).toBe(2);
    expect((await api(tenant, 'GET', `${path}/2`)).body).toMatchObject({ name: 'Load', version: '2' });
  });

  it('changes as a draft, and what was published stays', async () => {
    const tenant = await tenantWith();
    const { body: draft } = await api(tenant, 'POST', `${ROOT}/configurations`, configuration());
    const path = `${ROOT}/configurations/${draft.id}/versions`;
    await api(tenant, 'POST', `${path}/draft/publish`);
    await api(tenant, 'PUT', `${path}/draft`, { ...configuration(), name: 'Another' });
    expect((await api(tenant, 'GET', `${path}/draft`)).body.name).toBe('Another');
    expect((await api(tenant, 'GET', `${path}/1`)).body.name).toBe('Load');
  });

  it('without a name is refused with the name of the field', async () => {
    const { name: _, ...rest } = configuration();
    expect(await api(await tenantWith(), 'POST', `${ROOT}/configurations`, rest)).toMatchObject({
      status: 400,
      body: { details: [{ fieldName: 'name' }] },
    });
  });

  it('that the profile makes is there for the deployments of the profile, and cannot be changed', async () => {
    const tenant = await tenantWith();
    const { body } = await api(tenant, 'GET', `${ROOT}/deployments/${deploymentId(1)}`);
    expect(body.configuration).toEqual({ id: configurationId(1), version: '1' });
    const path = `${ROOT}/configurations/${configurationId(1)}/versions/draft`;
    expect((await api(tenant, 'PUT', path, configuration())).status).toBe(409);
  });
});

describe('a deployment made by API', () => {
  it('behaves as its configuration says', async () => {
    const tenant = await tenantWith();
    const id = await deployed(tenant, { conversationClear: { enabled: false }, sessionDurationSeconds: 900 });
    const guest = await TestGuest.open(tenant, { deployment: id });
    const answer = await guest.ask({ action: 'configureSession', deploymentId: id });
    expect(answer.body).toMatchObject({ durationSeconds: 900 });
    await guest.say('Hello');
    expect(await guest.ask(guest.presence('Clear'))).toMatchObject({ code: 403 });
  });

  it('says so in its config.json', async () => {
    const tenant = await tenantWith();
    const id = await deployed(tenant, { autoStart: { enabled: true } });
    const config = await (
      await fetch(`${tenant.addresses.api}/webdeployments/v1/deployments/${id}/config.json`)
    ).json();
    expect(config).toMatchObject({
      id,
      version: '1',
      status: 'Active',
      messenger: { apps: { conversations: { autoStart: { enabled: true }, conversationClear: { enabled: true } } } },
    });
  });

  it('takes the domains it allows, and no other', async () => {
    const tenant = await tenantWith();
    const id = await deployed(tenant, {}, { allowedDomains: ['shop.example'] });
    expect((await upgrade(tenant, { deployment: id }))?.status).toBe(403);
    expect(await upgrade(tenant, { deployment: id, origin: 'https://shop.example' })).toBeUndefined();
  });

  it('takes every domain where it allows all', async () => {
    const tenant = await tenantWith();
    const id = await deployed(tenant, {}, { allowAllDomains: true, allowedDomains: [] });
    expect(await upgrade(tenant, { deployment: id, origin: 'https://any.example' })).toBeUndefined();
  });

  it('is made inactive, and taken away', async () => {
    const tenant = await tenantWith();
    const id = await deployed(tenant, {});
    const { body } = await api(tenant, 'GET', `${ROOT}/deployments/${id}`);
    await api(tenant, 'PUT', `${ROOT}/deployments/${id}`, { ...body, status: 'Inactive' });
    const guest = await TestGuest.open(tenant, { deployment: id });
    expect(await guest.ask({ action: 'configureSession', deploymentId: id })).toMatchObject({ code: 403 });
    expect((await api(tenant, 'DELETE', `${ROOT}/deployments/${id}`)).status).toBe(204);
    expect((await upgrade(tenant, { deployment: id }))?.status).toBe(404);
  });

  it.each([
    ['a configuration that is not there', deployment('nothing')],
    ['domains and all domains', deployment(configurationId(1), { allowAllDomains: true })],
    [
      'a version that is not published',
      deployment(configurationId(1), { configuration: { id: configurationId(1), version: '2' } }),
    ],
  ])('is refused with 400 for %s', async (_, body) => {
    expect((await api(await tenantWith(), 'POST', `${ROOT}/deployments`, body)).status).toBe(400);
  });
});

it('deployments are listed all at once, with their number', async () => {
  const { body } = await api(await tenantWith(), 'GET', `${ROOT}/deployments`);
  const ids = Array.from({ length: 12 }, (_, index) => deploymentId(index + 1));
  expect([body.total, body.entities.map(({ id }: { id: string }) => id)]).toEqual([12, ids]);
  expect(body).not.toHaveProperty('pageCount');
});
