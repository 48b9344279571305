import { beforeAll, describe, expect, it } from 'vitest';
import { agentId, divisionId, roleId } from '../../src/base/ready-made-ids.ts';
import { FIRST_PAGE, terraformClient } from './terraform-client.ts';

/**
 * The calls that the provider mypurecloud/genesyscloud makes for agents: users, roles, an OAuth client and single sign-on,
 * with the bodies it sent in a trial (docs/facts/genesys.md section 13, docs/provision.md).
 */

const V2 = '/api/v2';

let call: Awaited<ReturnType<typeof terraformClient>>['call'];
beforeAll(async () => {
  const client = await terraformClient();
  call = client.call;
  return client.close;
});

describe("Terraform's provider", () => {
  it('makes a user with a capacity of its own, and brings a destroyed one back', async () => {
    const email = 'load-1@example.com';
    const deletedOnes = async () => {
      const byState = { values: ['deleted'], fields: ['state'], type: 'EXACT' };
      const query = [{ value: email, fields: ['email'], type: 'EXACT' }, byState];
      return (await call('POST', `${V2}/users/search`, { query })).body.results;
    };
    expect(await deletedOnes()).toEqual([]);
    const written = { name: 'headroom smoke 1', email, title: '', department: '', addresses: [], state: 'active' };
    const { body: made } = await call('POST', `${V2}/users`, { ...written, divisionId: divisionId(1) });
    const utilization = { message: { maximumCapacity: 3, interruptableMediaTypes: [], includeNonAcd: false } };
    const own = `${V2}/routing/users/${made.id}/utilization`;
    await call('PUT', own, { utilization });

    const expands = 'skills%2Clanguages%2Clocations%2CprofileSkills%2Ccertifications%2CemployerInfo';
    const path = `${V2}/users/${made.id}`;
    const read = { ...written, division: { id: divisionId(1) }, skills: [], languages: [], locations: [] };
    expect((await call('GET', `${path}?expand=${expands}`)).body).toMatchObject(read);
    expect((await call('GET', `${V2}/voicemail/userpolicies/${made.id}`)).status).toBe(200);
    expect((await call('GET', own)).body).toMatchObject({ utilization, level: 'Agent' });

    expect((await call('DELETE', path)).status).toBe(200);
    expect(await deletedOnes()).toMatchObject([{ id: made.id }]);
    const { version } = (await call('GET', `${path}?state=deleted`)).body;
    await call('PATCH', path, { state: 'active', version });
    const division = `${V2}/authorization/divisions/${divisionId(1)}/objects/USER`;
    expect((await call('POST', division, [made.id])).status).toBe(204);
    expect((await call('POST', division, [divisionId(1)])).status).toBe(404);
    expect((await call('GET', path)).body).toMatchObject(written);
    await call('DELETE', path);
  });

  it('makes a role of permissions that there are, grants it, and destroys it', async () => {
    const roles = `${V2}/authorization/roles`;
    const policy = { domain: 'conversation', entityName: 'webmessaging', actionSet: ['accept', 'create', 'view'] };
    const permissions = `${V2}/authorization/permissions?${FIRST_PAGE}&queryType=domain&query=conversation`;
    const { body: known } = await call('GET', permissions);
    expect(known).toMatchObject({ pageCount: 1, entities: [{ domain: 'conversation' }] });
    const actions = known.entities[0].permissionMap.webmessaging.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(policy.actionSet);

    const written = { name: 'headroom smoke agent', description: 'of a test', permissionPolicies: [policy] };
    const { body: made } = await call('POST', roles, written);
    expect((await call('GET', `${roles}/${made.id}?userCount=false`)).body).toMatchObject(written);
    const changed = { ...written, description: 'changed' };
    await call('PUT', `${roles}/${made.id}`, changed);
    expect((await call('GET', `${roles}/${made.id}?userCount=false`)).body).toMatchObject(changed);
    const { body: found } = await call('GET', `${roles}?${FIRST_PAGE}&name=employee&userCount=false`);
    expect(found).toMatchObject({ pageCount: 1, entities: [{ id: roleId(1), name: 'employee', default: true }] });

    const subject = `${V2}/authorization/subjects/${agentId(1)}`;
    const granted = async () =>
      (await call('GET', `${subject}?includeDuplicates=true`)).body.grants.map(
        ({ subjectId, role, division }: { subjectId: string; role: { id: string }; division: { id: string } }) =>
          [subjectId, role.id, division.id].join(),
      );
    const grants = [made.id, roleId(1)].map((id) => ({ roleId: id, divisionId: divisionId(1) }));
    expect((await call('POST', `${subject}/bulkadd?subjectType=PC_USER`, { grants })).status).toBe(204);
    const ofRole = (id: string) => [agentId(1), id, divisionId(1)].join();
    expect(await granted()).toEqual([ofRole(made.id), ofRole(roleId(1))]);
    const grant = `${subject}/divisions/${divisionId(1)}/roles/${roleId(1)}`;
    expect((await call('DELETE', grant)).status).toBe(204);
    expect((await call('DELETE', grant)).status).toBe(404);
    expect(await granted()).toEqual([ofRole(made.id)]);

    expect((await call('DELETE', `${roles}/${made.id}`)).status).toBe(204);
    expect((await call('GET', `${roles}/${made.id}?userCount=false`)).status).toBe(404);
    expect(await granted()).toEqual([]);
  });

  it('makes an OAuth client, whose secret is shown once, and destroys it when it is inactive', async () => {
    const written = {
      name: 'headroom smoke',
      accessTokenValiditySeconds: 86_400,
      description: 'of a test',
      authorizedGrantType: 'SAML2-BEARER',
      scope: ['conversations', 'users'],
      state: 'active',
    };
    const { body: made } = await call('POST', `${V2}/oauth/clients`, written);
    expect(made.secret).toBeTypeOf('string');
    const path = `${V2}/oauth/clients/${made.id}`;
    const { body: read } = await call('GET', path);
    expect(read).toMatchObject(written);
    expect(read).not.toHaveProperty('secret');
    expect((await call('DELETE', path)).status).toBe(409);
    await call('PUT', path, { ...written, state: 'inactive' });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('puts the generic provider of single sign-on in place, and takes it away', async () => {
    const path = `${V2}/identityproviders/generic`;
    const written = {
      name: 'headroom smoke',
      disabled: false,
      issuerURI: 'https://headroom.example.com/idp',
      ssoTargetURI: '',
      sloURI: '',
      sloBinding: '',
      relyingPartyIdentifier: 'urn:genesys',
      certificate: 'PEM',
      certificates: ['PEM'],
      logoImageData: '',
      endpointCompression: false,
      nameIdentifierFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      signAuthnRequests: false,
    };
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('PUT', path, written)).body).toMatchObject({ id: 'generic', name: written.name });
    expect((await call('GET', path)).body).toMatchObject(written);
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('GET', path)).status).toBe(404);
  });
});
