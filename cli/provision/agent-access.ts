/**
 * What agents need besides queues, in Terraform's JSON syntax: users, a role, an OAuth client, single sign-on
 * (docs/facts/genesys.md section 13, docs/provision.md). No secret is among it: the provider asks the org for that of a
 * client, and shows it nowhere unless it is told to.
 */

import { type Blocks, list, literal, named, ref } from './terraform-json.ts';

/** What is made for the agents. */
export interface AgentAccess {
  /** Whether the agents are made, each with a role and a capacity; they are users of the org already otherwise. */
  readonly createUsers: boolean;
  /** The names of roles of the org that created users have besides the one made for them. */
  readonly roles: readonly string[];
  /** How many messages at once a created user may have. */
  readonly capacity: number;
  /** Whether an OAuth client is made with which assertions become tokens. */
  readonly oauthClient: boolean;
  readonly saml: SamlSettings | undefined;
}

/** The test's identity provider, as the org's single sign-on takes it. */
export interface SamlSettings {
  /** X.509, PEM. */
  readonly certificate: string;
  /** The entity ids of the provider and, where it is set, of the org. */
  readonly issuer: string;
  readonly audience: string | undefined;
}

/**
 * What the calls of an agent and of the monitor need, by Genesys's own command line (docs/facts/genesys.md section 13).
 * It was not tried on an org: where something is missing, a role of the org's own comes beside it.
 */
const PERMISSIONS: readonly (readonly [domain: string, entity: string, actions: readonly string[]])[] = [
  ['conversation', 'webmessaging', ['accept', 'create', 'view']],
  ['conversation', 'participant', ['wrapup']],
  ['conversation', 'communication', ['blindTransfer', 'disconnect', 'view']],
  ['presence', 'presenceDefinition', ['view']],
  ['routing', 'utilization', ['view']],
  ['analytics', 'queueObservation', ['view']],
];
/** What a token of the client may be used for. */
const SCOPES = [
  'analytics:readonly',
  'conversations',
  'notifications',
  'presence',
  'routing',
  'user-basic-info',
  'users',
];
/** A SAML assertion of headroom names its user by the address. */
const NAME_ID_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** In this attribute each has to be there: `null` leaves it as it is. */
const OTHER_MEDIA = { call: null, callback: null, chat: null, email: null, label_utilizations: null };

/** The Terraform name of the n-th agent's user, made or read. */
export const userRef = ({ createUsers }: AgentAccess, n: number): string =>
  ref(createUsers ? 'genesyscloud_user' : 'data.genesyscloud_user', `agent_${n}`, 'id');

/** The resources for agents with these addresses. `name` is the plan's. */
export function accessResources(name: string, agents: readonly string[], access: AgentAccess): Blocks {
  const { createUsers, oauthClient, saml, capacity, roles } = access;
  return {
    ...(createUsers
      ? {
          genesyscloud_user: named('agent', agents.length, (n) => user(name, agents[n - 1] ?? '', n, capacity)),
          genesyscloud_auth_role: { agent: role(name) },
          genesyscloud_user_roles: named('agent', agents.length, (n) => userRoles(n, roles.length)),
        }
      : {}),
    ...(oauthClient ? { genesyscloud_oauth_client: { agents: client(name) } } : {}),
    ...(saml === undefined ? {} : { genesyscloud_idp_generic: { test: identityProvider(name, saml) } }),
  };
}

/** What of the org is read: the agents that are not made, and the roles that made ones have besides. */
export function accessData(agents: readonly string[], { createUsers, roles }: AgentAccess): Blocks {
  const found = (n: number): Blocks => ({ email: literal(agents[n - 1] ?? '') });
  return {
    ...(createUsers || agents.length === 0 ? {} : { genesyscloud_user: named('agent', agents.length, found) }),
    ...(createUsers && roles.length > 0
      ? { genesyscloud_auth_role: named('besides', roles.length, (n) => ({ name: literal(roles[n - 1] ?? '') })) }
      : {}),
  };
}

/** The id of the OAuth client, which is no secret. */
export const accessOutputs = ({ oauthClient }: AgentAccess): Blocks =>
  oauthClient ? { oauth_client_id: { value: ref('genesyscloud_oauth_client', 'agents', 'id') } } : {};

const user = (name: string, email: string, n: number, capacity: number): Blocks => ({
  name: `headroom ${name} ${n}`,
  email: literal(email),
  division_id: ref('data.genesyscloud_auth_division_home', 'home', 'id'),
  routing_utilization: [
    {
      ...OTHER_MEDIA,
      message: [{ maximum_capacity: capacity, include_non_acd: false, interruptible_media_types: [] }],
    },
  ],
});

const role = (name: string): Blocks => ({
  name: `headroom ${name} agent`,
  description: 'Takes web messages in a load test of headroom',
  permission_policies: PERMISSIONS.map(([domain, entity_name, action_set]) => ({ domain, entity_name, action_set })),
});

/** Granted in the home division, where the queues are. */
const userRoles = (n: number, besides: number): Blocks => ({
  user_id: ref('genesyscloud_user', `agent_${n}`, 'id'),
  roles: [
    { role_id: ref('genesyscloud_auth_role', 'agent', 'id') },
    ...list(besides, (one) => ({ role_id: ref('data.genesyscloud_auth_role', `besides_${one}`, 'id') })),
  ],
});

const client = (name: string): Blocks => ({
  name: `headroom ${name}`,
  description: 'User tokens of a load test of headroom',
  authorized_grant_type: 'SAML2-BEARER',
  scopes: SCOPES,
});

const identityProvider = (name: string, { certificate, issuer, audience }: SamlSettings): Blocks => ({
  name: `headroom ${name}`,
  certificates: [literal(certificate)],
  issuer_uri: literal(issuer),
  name_identifier_format: NAME_ID_FORMAT,
  ...(audience === undefined ? {} : { relying_party_identifier: literal(audience) }),
});
