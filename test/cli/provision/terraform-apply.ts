import { readFileSync } from 'node:fs';
import path from 'node:path';
import { allPages } from '../../../cli/platform/all-pages.ts';
import type { Org } from '../../../cli/platform/org.ts';

/** The attributes of a resource that others refer to. */
type Attributes = Readonly<Record<string, string>>;
type Block = Readonly<Record<string, unknown>>;
interface Main {
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}
type Make = (block: Block) => Promise<Attributes>;

const CODES = 'genesyscloud_routing_wrapupcode';
const QUEUES = 'genesyscloud_routing_queue';
const FLOWS = 'genesyscloud_flow';
const CONFIGURATIONS = 'genesyscloud_webdeployments_configuration';
const DEPLOYMENTS = 'genesyscloud_webdeployments_deployment';
const MADE = { id: 'string' } as const;
const USERS = 'genesyscloud_user';
const ROLES = 'genesyscloud_auth_role';
const GRANTS = 'genesyscloud_user_roles';
const CLIENTS = 'genesyscloud_oauth_client';
const SIGN_ON = 'genesyscloud_idp_generic';
const UTILIZATION = 'genesyscloud_routing_utilization';

/**
 * Applies the Terraform of a folder by the calls that the provider documents, and returns what `terraform output -json`
 * would print.
 */
export async function apply(folder: string, org: Org): Promise<object> {
  const main = JSON.parse(readFileSync(path.join(folder, 'main.tf.json'), 'utf8')) as Main;
  const made = new Map<string, Attributes>([['path', { module: folder }]]);
  const home = await org.read<{ id: string; name: string }>('GET', '/api/v2/authorization/divisions/home', MADE);
  made.set('data.genesyscloud_auth_division_home.home', home);
  const roles = await allPages<{ id: string; name: string }>(org, '/api/v2/authorization/roles', MADE);
  for (const [name, block] of Object.entries(main.data.genesyscloud_auth_role ?? {})) {
    const role = roles.find((one) => one.name === block.name);
    if (role === undefined) throw new Error(`no role ${block.name}`);
    made.set(`data.genesyscloud_auth_role.${name}`, role);
  }
  const users = await allPages<{ id: string; email: string }>(org, '/api/v2/users', { id: 'string', email: 'string' });
  for (const [name, { email }] of Object.entries(main.data.genesyscloud_user ?? {})) {
    const user = users.find((one) => one.email === email);
    if (user === undefined) throw new Error(`no user ${email}`);
    made.set(`data.genesyscloud_user.${name}`, user);
  }
  for (const [type, make] of Object.entries(makersFor(org))) {
    for (const [name, block] of Object.entries(main.resource[type] ?? {}))
      made.set(`${type}.${name}`, await make({ home: home.id, ...(resolved(block, made) as Block) }));
  }
  return resolved(main.output, made) as object;
}

/** The kinds of resources, in the order of their references. */
function makersFor(org: Org): Readonly<Record<string, Make>> {
  return {
    ...accessMakersFor(org),
    [CODES]: async ({ name }) => await org.read('POST', '/api/v2/routing/wrapupcodes', MADE, { name }),
    [QUEUES]: async (block) => {
      const { alerting_timeout_sec, enable_auto_answer } = block.media_settings_message as Block;
      const message = { alertingTimeoutSeconds: alerting_timeout_sec, enableAutoAnswer: enable_auto_answer };
      const body = {
        name: block.name,
        acwSettings: { wrapupPrompt: block.acw_wrapup_prompt },
        mediaSettings: { message },
      };
      const queue = await org.read<Attributes>('POST', '/api/v2/routing/queues', MADE, body);
      const at = `/api/v2/routing/queues/${queue.id}`;
      await org.send(
        'POST',
        `${at}/wrapupcodes`,
        (block.wrapup_codes as string[]).map((id) => ({ id })),
      );
      const members = (block.members ?? []) as { user_id: string }[];
      if (members.length > 0)
        await org.send(
          'POST',
          `${at}/members`,
          members.map(({ user_id: id }) => ({ id })),
        );
      return queue;
    },
    [FLOWS]: async ({ filepath, substitutions }) => {
      const yaml = Object.entries(substitutions as Attributes).reduce(
        (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
        readFileSync(String(filepath), 'utf8'),
      );
      const job = await org.read<Attributes>('POST', '/api/v2/flows/jobs', { id: 'string', presignedUrl: 'string' });
      await fetch(String(job.presignedUrl), { method: 'PUT', body: yaml });
      const done = await org.read<{ status: string; flow: Attributes }>('GET', `/api/v2/flows/jobs/${job.id}`, {
        status: 'string',
      });
      if (done.status !== 'Success') throw new Error(`the flow is ${done.status}`);
      return done.flow;
    },
    [CONFIGURATIONS]: async ({ name, languages, default_language, messenger }) => {
      const said = (messenger as { apps: { conversations: Block } }).apps.conversations;
      const conversations = {
        conversationClear: { enabled: said.conversation_clear_enabled },
        conversationDisconnect: said.conversation_disconnect,
        autoStart: { enabled: said.auto_start_enabled },
      };
      const body = { name, languages, defaultLanguage: default_language, messenger: { apps: { conversations } } };
      const { id } = await org.read<{ id: string }>('POST', '/api/v2/webdeployments/configurations', MADE, body);
      return await org.read('POST', `/api/v2/webdeployments/configurations/${id}/versions/draft/publish`, MADE);
    },
    [DEPLOYMENTS]: async ({ name, allowed_domains, flow_id, configuration }) => {
      const body = { name, allowedDomains: allowed_domains, flow: { id: flow_id }, configuration };
      return await org.read('POST', '/api/v2/webdeployments/deployments', MADE, body);
    },
    [UTILIZATION]: async ({ message }) => {
      const { maximum_capacity: maximumCapacity } = message as Block;
      await org.send('PUT', '/api/v2/routing/utilization', { utilization: { message: { maximumCapacity } } });
      return {};
    },
  };
}

/** Those for agents besides queues. */
function accessMakersFor(org: Org): Readonly<Record<string, Make>> {
  return {
    [USERS]: async ({ name, email, division_id: divisionId, routing_utilization }) => {
      const user = await org.read<Attributes>('POST', '/api/v2/users', MADE, { name, email, divisionId });
      const [{ message: [message] = [] } = {}] = routing_utilization as { message: Block[] }[];
      const utilization = { message: { maximumCapacity: message?.maximum_capacity } };
      await org.send('PUT', `/api/v2/routing/users/${user.id}/utilization`, { utilization });
      return user;
    },
    [ROLES]: async ({ name, description, permission_policies }) => {
      const permissionPolicies = (permission_policies as Block[]).map(({ domain, entity_name, action_set }) => ({
        domain,
        entityName: entity_name,
        actionSet: action_set,
      }));
      return await org.read('POST', '/api/v2/authorization/roles', MADE, { name, description, permissionPolicies });
    },
    [GRANTS]: async ({ user_id, roles, home: divisionId }) => {
      const grants = (roles as Block[]).map(({ role_id: roleId }) => ({ roleId, divisionId }));
      await org.send('POST', `/api/v2/authorization/subjects/${user_id}/bulkadd?subjectType=PC_USER`, { grants });
      return { id: String(user_id) };
    },
    [CLIENTS]: async ({ name, description, authorized_grant_type: authorizedGrantType, scopes: scope }) => {
      const body = { name, description, authorizedGrantType, scope };
      return await org.read('POST', '/api/v2/oauth/clients', MADE, body);
    },
    [SIGN_ON]: async ({ name, certificates, issuer_uri: issuerURI, name_identifier_format: nameIdentifierFormat }) => {
      const body = { name, certificates, issuerURI, nameIdentifierFormat };
      return await org.read('PUT', '/api/v2/identityproviders/generic', MADE, body);
    },
  };
}

/** Replaces every reference by what it refers to. */
function resolved(value: unknown, made: ReadonlyMap<string, Attributes>): unknown {
  if (typeof value === 'string')
    return value.replace(/\$\{([\w.]+)\.(\w+)\}/g, (reference, name: string, attribute: string) => {
      const found = made.get(name)?.[attribute];
      if (found === undefined) throw new Error(`${reference} refers to nothing that is made before it`);
      return found;
    });
  if (Array.isArray(value)) return value.map((one) => resolved(one, made));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one, made)]));
}
