/**
 * What a test needs of an org, in Terraform's JSON syntax for the provider mypurecloud/genesyscloud
 * (docs/facts/genesys.md section 4, and the provider's docs/resources). The provider reads credentials from
 * GENESYSCLOUD_OAUTHCLIENT_ID, _SECRET and _REGION.
 */

import { type AgentAccess, accessData, accessOutputs, accessResources, userRef } from './agent-access.ts';
import { type Blocks, list, literal, named, ref } from './terraform-json.ts';

export interface Infrastructure {
  /** The name of the plan, which all names contain. */
  readonly name: string;
  readonly deployments: number;
  /** The number of sub-queues. Deployments and agents are assigned to them in turn. */
  readonly queues: number;
  /** The `Origin` that customers send, such as `https://example.com`. */
  readonly origin: string;
  /** The e-mail addresses of the agents. When it is empty, the members of the queues are not managed. */
  readonly agents: readonly string[];
  readonly access: AgentAccess;
  readonly alertingTimeoutSeconds: number;
  /** The capacity of every agent of the org; undefined leaves it as it is. */
  readonly orgCapacity: number | undefined;
}

/** The first release whose queues have these arguments. */
const PROVIDER_VERSION = '>= 1.61.0';
/** Genesys requires a service level of every queue that sets its message settings. The test does not measure it. */
const SERVICE_LEVEL = { service_level_percentage: 0.8, service_level_duration_ms: 20_000 };

const queueName = (name: string, n: number): string => `headroom ${name} ${n}`;
/** The number of the queue, from 1, that the n-th deployment or agent is assigned to. */
const inTurn = (n: number, queues: number): number => ((n - 1) % queues) + 1;

/** The content of `main.tf.json`. */
export function terraformOf(infrastructure: Infrastructure): Blocks {
  const { name, queues, deployments, agents, access, orgCapacity } = infrastructure;
  return {
    terraform: {
      required_providers: { genesyscloud: { source: 'mypurecloud/genesyscloud', version: PROVIDER_VERSION } },
    },
    provider: { genesyscloud: {} },
    data: {
      genesyscloud_auth_division_home: { home: {} },
      ...accessData(agents, access),
    },
    resource: {
      genesyscloud_routing_wrapupcode: { headroom: { name: `headroom ${name}` } },
      ...accessResources(name, agents, access),
      genesyscloud_routing_queue: named('headroom', queues, (n) => queue(infrastructure, n)),
      genesyscloud_flow: named('headroom', queues, (n) => flow(infrastructure, n)),
      genesyscloud_webdeployments_configuration: { headroom: configuration(infrastructure) },
      genesyscloud_webdeployments_deployment: named('headroom', deployments, (n) => deployment(infrastructure, n)),
      ...(orgCapacity === undefined
        ? {}
        : { genesyscloud_routing_utilization: { org: { message: { maximum_capacity: orgCapacity } } } }),
    },
    output: {
      deployments: { value: list(deployments, (n) => deployed(infrastructure, n)) },
      queues: { value: list(queues, (n) => ref('genesyscloud_routing_queue', `headroom_${n}`, 'id')) },
      ...accessOutputs(access),
    },
  };
}

/** An entry of a plan's `deployments`. */
const deployed = ({ origin }: Infrastructure, n: number) => ({
  id: ref('genesyscloud_webdeployments_deployment', `headroom_${n}`, 'id'),
  origin: literal(origin),
});

function queue({ name, queues, agents, access, alertingTimeoutSeconds }: Infrastructure, n: number): Blocks {
  const members = list(agents.length, (agent) => agent)
    .filter((agent) => inTurn(agent, queues) === n)
    .map((agent) => ({ user_id: userRef(access, agent), ring_num: 1 }));
  return {
    name: queueName(name, n),
    description: 'A load test of headroom',
    acw_wrapup_prompt: 'MANDATORY',
    wrapup_codes: [ref('genesyscloud_routing_wrapupcode', 'headroom', 'id')],
    media_settings_message: {
      alerting_timeout_sec: alertingTimeoutSeconds,
      enable_auto_answer: false,
      ...SERVICE_LEVEL,
    },
    ...(agents.length === 0 ? {} : { members }),
  };
}

const flow = ({ name }: Infrastructure, n: number): Blocks => ({
  filepath: `${ref('path', 'module')}/flow.yaml`,
  substitutions: {
    flow_name: queueName(name, n),
    queue_name: ref('genesyscloud_routing_queue', `headroom_${n}`, 'name'),
    home_division_name: ref('data.genesyscloud_auth_division_home', 'home', 'name'),
  },
});

/** The configuration: customers can clear their conversation, and it is over when an agent ends it. */
const configuration = ({ name }: Infrastructure): Blocks => ({
  name: `headroom ${name}`,
  languages: ['en-us'],
  default_language: 'en-us',
  messenger: {
    enabled: true,
    apps: {
      conversations: {
        enabled: true,
        show_user_typing_indicator: true,
        auto_start_enabled: false,
        conversation_clear_enabled: true,
        conversation_disconnect: { enabled: true, type: 'Send' },
      },
    },
  },
});

const deployment = ({ name, origin, queues }: Infrastructure, n: number): Blocks => ({
  name: `headroom ${name} ${n}`,
  allowed_domains: [literal(origin.replace(/^https?:\/\//, ''))],
  flow_id: ref('genesyscloud_flow', `headroom_${inTurn(n, queues)}`, 'id'),
  configuration: {
    id: ref('genesyscloud_webdeployments_configuration', 'headroom', 'id'),
    version: ref('genesyscloud_webdeployments_configuration', 'headroom', 'version'),
  },
});
