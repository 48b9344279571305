import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../../cli/http/http-client.ts';
import { adoptDeployments } from '../../../cli/plan/plan-adopt.ts';
import { Org } from '../../../cli/platform/org.ts';
import { preflight } from '../../../cli/preflight/preflight.ts';
import { type ProvisionOptions, provision } from '../../../cli/provision/provision.ts';
import { tokens } from '../../../cli/tokens/tokens.ts';
import { tenantWith } from '../../../packages/tenant/test/client.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';
import { keyPairIn } from '../tokens/key-pair.ts';
import { apply } from './terraform-apply.ts';

/**
 * The arguments that are used of each resource and data source, by the provider's docs (v1.84.1). Required ones are
 * first.
 */
const DOCUMENTED: Readonly<Record<string, readonly [required: string[], optional: string[]]>> = {
  genesyscloud_routing_wrapupcode: [['name'], ['description', 'division_id']],
  genesyscloud_routing_queue: [
    ['name'],
    ['description', 'acw_wrapup_prompt', 'acw_timeout_ms', 'media_settings_message', 'members', 'wrapup_codes'],
  ],
  genesyscloud_flow: [['filepath'], ['substitutions', 'force_unlock']],
  genesyscloud_webdeployments_configuration: [
    ['name', 'languages', 'default_language'],
    ['description', 'messenger'],
  ],
  genesyscloud_webdeployments_deployment: [
    ['name', 'configuration'],
    ['allow_all_domains', 'allowed_domains', 'description', 'flow_id', 'status'],
  ],
  genesyscloud_routing_utilization: [[], ['message']],
  genesyscloud_user: [
    ['email', 'name'],
    ['division_id', 'routing_utilization', 'state', 'title', 'department', 'acd_auto_answer'],
  ],
  genesyscloud_auth_role: [['name'], ['description', 'permissions', 'permission_policies', 'default_role_id']],
  genesyscloud_user_roles: [['user_id'], ['roles']],
  genesyscloud_oauth_client: [
    ['name', 'authorized_grant_type'],
    ['description', 'scopes', 'state', 'access_token_validity_seconds', 'registered_redirect_uris', 'roles'],
  ],
  genesyscloud_idp_generic: [
    ['name', 'certificates', 'issuer_uri'],
    ['disabled', 'name_identifier_format', 'relying_party_identifier', 'target_uri', 'sign_authn_requests'],
  ],
  'data.genesyscloud_user': [[], ['email', 'name']],
  'data.genesyscloud_auth_role': [['name'], []],
  'data.genesyscloud_auth_division_home': [[], ['name']],
};

/** Of the command's options, as commander gives them. */
const CALLS = { http: new HttpClient({}), say: () => undefined, perMinute: 100_000 };

const DEFAULTS: ProvisionOptions = {
  e: [],
  output: 'infra',
  queues: '1',
  orgCapacity: false,
  createUsers: false,
  withRole: [],
  oauthClient: false,
  samlIssuer: 'https://idp.example.com',
};

interface Main {
  readonly data: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly output: { readonly deployments: { readonly value: readonly object[] } };
}

/** Makes a folder with the plan, and runs the command in it. */
function written(options: Partial<ProvisionOptions> = {}, changes: object = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify({ ...planJson(), ...changes }));
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const io = { cwd: folder, env: {}, stdout, stderr };
  const code = provision('plan.json', { ...DEFAULTS, ...options }, io);
  const main = () => JSON.parse(readFileSync(path.join(folder, 'infra/main.tf.json'), 'utf8')) as Main;
  return { code, io, folder, main, out: stdout.text, err: stderr.text };
}

const keys = keyPairIn(mkdtempSync(path.join(tmpdir(), 'headroom-')));
/** Agents are made, with what they need to get tokens. */
const access = {
  users: 'load-{n}@example.com',
  createUsers: true,
  withRole: ['employee'],
  oauthClient: true,
  samlCertificate: keys.certificate,
  samlAudience: 'urn:genesys',
};
const all = { users: 'agent-{n}@example.com', orgCapacity: true, queues: '2', deployments: '4' };

describe('headroom provision', () => {
  it('writes arguments that the provider documents, and all that it requires', () => {
    const found = written(all).main();
    const made = written(access).main();
    const dataOf = ({ data }: Main) =>
      Object.fromEntries(Object.entries(data).map(([type, blocks]) => [`data.${type}`, blocks]));
    const types = { ...found.resource, ...made.resource, ...dataOf(found), ...dataOf(made) };
    for (const [type, blocks] of Object.entries(types)) {
      const [required, optional] = DOCUMENTED[type] ?? [[], []];
      for (const block of Object.values(blocks)) {
        expect(Object.keys(block)).toEqual(expect.arrayContaining(required));
        expect([...required, ...optional]).toEqual(expect.arrayContaining(Object.keys(block)));
      }
    }
    expect(Object.keys(types).sort()).toEqual(Object.keys(DOCUMENTED).sort());
  });

  it('makes an org in which preflight finds nothing to spoil the test', async () => {
    const tenant = await tenantWith(['agents.count=20']);
    const target = { address: tenant.addresses.address };
    const { folder, io, out } = written(all, { target });
    expect(out).toContain('npx headroom preflight infra/plan.json\n');
    const org = Org.withClient(target, { id: 'simulated', secret: 'simulated' }, CALLS);
    const outputs = await apply(path.join(folder, 'infra'), org);
    writeFileSync(path.join(folder, 'outputs.json'), JSON.stringify(outputs));

    const adopting = new CapturedOutput();
    expect(adoptDeployments('plan.json', 'outputs.json', 'infra/plan.json', { ...io, stdout: adopting })).toBe(0);
    expect(adopting.text).toBe('infra/plan.json: plan test with 4 deployments and 2 queues\n');
    const stdout = new CapturedOutput();
    const code = await preflight('infra/plan.json', { e: [], perMinute: '100000', json: true }, { ...io, stdout });
    const { checks } = JSON.parse(stdout.text) as { checks: { what: string; state: string; is: string }[] };
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(checks.map(({ is }) => is)).toContain('all 20 agents are joined to headroom test 1, headroom test 2');
    expect(checks.map(({ is }) => is)).toContain('4 of 4 are Active, take their origin and have a flow');
    expect(code).toBe(0);
  });

  it('makes agents who get user tokens and can be in queues, by an OAuth client and single sign-on of their own', async () => {
    const tenant = await tenantWith(['agents.count=1']);
    const target = { address: tenant.addresses.address };
    const agents = { ...(planJson().agents as object), count: 3, capacity: 4 };
    const { folder, io, out } = written(access, { target, agents });
    expect(out).toContain('  users        3 made, 4 messages at once each, with headroom test agent, employee\n');
    expect(out).toContain("  sign-on      https://idp.example.com in place of the org's generic provider");
    const org = Org.withClient(target, { id: 'simulated', secret: 'simulated' }, CALLS);
    const outputs = (await apply(path.join(folder, 'infra'), org)) as { oauth_client_id: { value: string } };
    const id = outputs.oauth_client_id.value;
    const { secret } = await org.read<{ secret: string }>('POST', `/api/v2/oauth/clients/${id}/secret`, {
      secret: 'string',
    });

    const said = new CapturedOutput();
    const env = { GENESYS_CLIENT_ID: id, GENESYS_CLIENT_SECRET: secret };
    const byKey = { key: keys.key, certificate: keys.certificate, issuer: 'https://idp.example.com' };
    const asked = { e: [], output: 'tokens.txt', orgName: 'simulated', users: access.users, renew: '60', ...byKey };
    expect(await tokens('plan.json', asked, { ...io, env, stdout: said, stderr: said })).toBe(0);
    const first = readFileSync(path.join(folder, 'tokens.txt'), 'utf8').split('\n')[0] ?? '';
    const agent = new Org(target, async () => first, CALLS);
    const me = await agent.read<{ id: string; email: string }>('GET', '/api/v2/users/me', { id: 'string' });
    expect(me.email).toBe('load-1@example.com');
    const capacity = await org.read<object>('GET', `/api/v2/routing/users/${me.id}/utilization`, {});
    expect(capacity).toMatchObject({ utilization: { message: { maximumCapacity: 4 } } });
    const { grants } = await org.read<{ grants: { role: { name: string } }[] }>(
      'GET',
      `/api/v2/authorization/subjects/${me.id}`,
      {},
    );
    expect(grants.map(({ role }) => role.name)).toEqual(['headroom test agent', 'employee']);
    const queues = await agent.read<object>('GET', '/api/v2/routing/queues/me', {});
    expect(queues).toMatchObject({ entities: [{ name: 'headroom test 1' }] });
  });

  it('writes for 2,000 agents a user, its roles and its place in one queue each, and refers to nothing that it does not write', () => {
    const agents = { ...(planJson().agents as object), count: 2_000, capacity: 5 };
    const { main, out } = written({ ...access, queues: '4', deployments: '4' }, { agents });
    const { resource, data } = main();
    const count = (type: string) => Object.keys(resource[type] ?? {}).length;
    expect([count('genesyscloud_user'), count('genesyscloud_user_roles')]).toEqual([2_000, 2_000]);
    const emails = Object.values(resource.genesyscloud_user ?? {}).map(({ email }) => email);
    expect(new Set(emails).size).toBe(2_000);
    expect(['genesyscloud_auth_role', 'genesyscloud_oauth_client', 'genesyscloud_idp_generic'].map(count)).toEqual([
      1, 1, 1,
    ]);
    const members = Object.values(resource.genesyscloud_routing_queue ?? {}).map((queue) => queue.members as object[]);
    expect(members.map(({ length }) => length)).toEqual([500, 500, 500, 500]);
    expect(new Set(members.flat().map((one) => JSON.stringify(one))).size).toBe(2_000);
    const referred = JSON.stringify(main()).matchAll(/\$\{(data\.)?(genesyscloud_\w+)\.(\w+)/g);
    const missing = [...referred].filter(([, read, type = '', name = '']) => !(read ? data : resource)[type]?.[name]);
    expect(missing).toEqual([]);
    expect(out).toContain('users        2000 made, 5 messages at once each, with headroom test agent, employee');
  });

  it('writes the certificate and no key, from a file that has both', () => {
    const both = path.join(mkdtempSync(path.join(tmpdir(), 'headroom-')), 'both.pem');
    writeFileSync(both, keys.keyText + keys.certificateText);
    const { folder, main } = written({ ...access, samlCertificate: both });
    const provider = main().resource.genesyscloud_idp_generic?.test as { certificates: string[] };
    expect(provider.certificates).toEqual([keys.certificateText]);
    const files = readdirSync(path.join(folder, 'infra'));
    for (const file of files)
      expect(readFileSync(path.join(folder, 'infra', file), 'utf8')).not.toMatch(/PRIVATE|secret/i);
  });

  it('makes as many deployments as the connections a minute of the plan need, the same for each queue', () => {
    const customers = { ...planJson().customers, sessions: 10_000, perMinute: 1_800 };
    const made = (options: object, changes: object) =>
      Object.keys(written(options, changes).main().resource.genesyscloud_webdeployments_deployment ?? {}).length;
    const once = { customers, transcripts: { path: 'set.jsonl', once: true } };
    expect(made({}, {})).toBe(1);
    expect(made({}, once)).toBe(2);
    expect(made({ queues: '3' }, once)).toBe(3);
    expect(made({ queues: '3', deployments: '6' }, {})).toBe(6);
  });

  it('spreads deployments and agents over the queues in turn', () => {
    const { resource } = written(all).main();
    const flows = Object.values(resource.genesyscloud_webdeployments_deployment ?? {}).map(({ flow_id }) => flow_id);
    expect(flows).toEqual([1, 2, 1, 2].map((n) => `\${genesyscloud_flow.headroom_${n}.id}`));
    const queues = Object.values(resource.genesyscloud_routing_queue ?? {});
    expect(queues.map(({ members }) => (members as object[]).length)).toEqual([10, 10]);
  });

  it("leaves the queues' members and the org's capacity alone unless it is told", () => {
    const { resource, data } = written().main();
    expect(resource.genesyscloud_routing_queue?.headroom_1).not.toHaveProperty('members');
    expect(data).not.toHaveProperty('genesyscloud_user');
    expect(resource).not.toHaveProperty('genesyscloud_routing_utilization');
  });

  it('sets an alerting timeout above the slowest accept of an agent', () => {
    const accept = { min: '1s', max: '45s' };
    const { resource } = written({}, { agents: { ...(planJson().agents as object), accept } }).main();
    expect(resource.genesyscloud_routing_queue?.headroom_1?.media_settings_message).toMatchObject({
      alerting_timeout_sec: 55,
    });
  });

  it('escapes what came from outside, so that Terraform evaluates none of it', () => {
    const { data } = written({ users: `\${x}-%{y}-{n}@example.com` }).main();
    expect(data.genesyscloud_user?.agent_1).toEqual({ email: `$\${x}-%%{y}-1@example.com` });
  });

  it.each([
    [{ queues: '3', deployments: '4' }, '--deployments 4; allowed: a multiple of 3, as many to each queue'],
    [{ queues: '0' }, '--queues 0; allowed: a whole number from 1 to 100'],
    [{ createUsers: true }, '--create-users: no addresses; allowed: with --users or --users-file'],
    [{ users: 'a-{n}@example.com', withRole: ['x'] }, '--with-role x: the users are not made; allowed: with --create'],
    [{ samlAudience: 'x' }, '--saml-audience x: no provider is made; allowed: with --saml-certificate'],
    [{ samlCertificate: 'plan.json' }, '--saml-certificate plan.json: no certificate; allowed: X.509 in PEM'],
    [{ users: 'agent@example.com' }, '--users agent@example.com; allowed: an address with {n} in it'],
  ])('refuses %j in one line', (options, line) => {
    const { code, err } = written(options);
    expect(err).toContain(`headroom provision: ${line}`);
    expect(err.trimEnd()).not.toContain('\n');
    expect(code).toBe(104);
  });

  it.each([
    [{ users: 'agent-{n}@example.com' }, '--users'],
    [{ orgCapacity: true }, '--org-capacity'],
  ])('refuses %j in one line where the plan has no agents', (options, flag) => {
    const { code, err } = written(options, { agents: undefined });
    expect(err).toContain(`${flag}: plan test has no agents; allowed: a plan with agents, or neither`);
    expect(code).toBe(104);
  });
});

describe('headroom plan adopt', () => {
  it('refuses outputs without deployments, and files that are no outputs', () => {
    const { folder, io } = written();
    const refused = (outputs: string) => {
      const stderr = new CapturedOutput();
      writeFileSync(path.join(folder, 'outputs.json'), outputs);
      expect(adoptDeployments('plan.json', 'outputs.json', 'new.json', { ...io, stderr })).toBe(104);
      return stderr.text;
    };
    expect(refused('{}')).toContain('outputs outputs.json: no deployments in it; allowed: what terraform output -json');
    expect(refused('nothing')).toContain('outputs outputs.json: not JSON');
    expect(refused('{"deployments":{"value":[{"id":"x","origin":"https://example.com"}]}}')).toContain(
      'plan new.json: deployments.0.id: "x"',
    );
  });
});
