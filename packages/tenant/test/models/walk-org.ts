import {
  agentId,
  configurationId,
  deploymentId,
  divisionId,
  queueId,
  wrapUpCodeId,
} from '../../src/base/ready-made-ids.ts';
import type { WatchedAgent } from './watched-agent.ts';

const V2 = '/api/v2';

/** What has no id but the ready-made ones, relative to `/api/v2`. */
const READS =
  `organizations/me authorization/divisions authorization/divisions/home authorization/divisions/${divisionId(1)}
  authorization/products tokens/me users/me users users?expand=presence,routingStatus,authorization users/${agentId(1)}
  users/${agentId(1)}/routingstatus users/${agentId(1)}/presences/purecloud users/${agentId(1)}/queues
  users/presences/PURECLOUD/bulk?id=${agentId(1)} users/search?q64=${q64()} presence/definitions presencedefinitions
  flows flows/divisionviews outbound/campaigns/all outbound/campaigns outbound/messagingcampaigns outbound/campaignrules
  outbound/wrapupcodemappings notifications/availabletopics?expand=transports,topicParameters
  routing/queues routing/queues/${queueId(1)} routing/queues/${queueId(1)}/wrapupcodes routing/queues/me
  routing/queues/divisionviews routing/queues/divisionviews/all routing/queues/${queueId(1)}/estimatedwaittime
  routing/queues/${queueId(1)}/mediatypes/message/estimatedwaittime routing/queues/${queueId(1)}/members
  routing/queues/${queueId(1)}/members?pageSize=1 routing/wrapupcodes routing/wrapupcodes/${wrapUpCodeId(1)}
  routing/wrapupcodes/divisionviews routing/wrapupcodes/divisionviews/${wrapUpCodeId(1)} routing/utilization
  routing/users/${agentId(1)}/utilization organizations/limits/namespaces organizations/limits/namespaces/web.messaging
  organizations/limits/namespaces/web.messaging/defaults organizations/limits/docs organizations/limits/changerequests
  webdeployments/configurations webdeployments/configurations/${configurationId(1)}/versions
  webdeployments/configurations/${configurationId(1)}/versions/draft
  webdeployments/configurations/${configurationId(1)}/versions/1
  webdeployments/deployments webdeployments/deployments/${deploymentId(1)}`.split(/\s+/);

function q64(): string {
  return encodeURIComponent(Buffer.from(JSON.stringify({ query: [{ type: 'MATCH_ALL' }] })).toString('base64'));
}

/** Listings whose first entity is read by its id too. */
const COLLECTIONS =
  'presence/definitions presencedefinitions flows outbound/campaigns outbound/messagingcampaigns outbound/campaignrules'.split(
    ' ',
  );

/** Reads the org: what a monitor, a preflight and an official tool ask for. */
export async function readOrg(agent: WatchedAgent): Promise<void> {
  for (const path of READS) await agent.call('GET', `${V2}/${path}`);
  await agent.call('HEAD', `${V2}/tokens/me`);
  for (const path of COLLECTIONS) {
    const { body } = await agent.call('GET', `${V2}/${path}`);
    await agent.call('GET', `${V2}/${path}/${body.entities[0].id}`);
  }
}

/** Sets what an agent does, and what it listens to. The agent is off queue afterwards. */
export async function changeState(agent: WatchedAgent): Promise<void> {
  await agent.call('PUT', `${V2}/users/${agent.id}/routingstatus`, { status: 'IDLE' });
  const { body: definitions } = await agent.call('GET', `${V2}/presence/definitions`);
  const presenceDefinition = { id: definitions.entities[0].id };
  await agent.call('PUT', `${V2}/users/presences/bulk`, [{ id: agentId(2), source: 'PURECLOUD', presenceDefinition }]);
  await agent.presence('Offline');

  const channels = `${V2}/notifications/channels`;
  const { body: channel } = await agent.call('POST', channels);
  await agent.call('GET', channels);
  await agent.call('HEAD', `${channels}/${channel.id}`);
  const subscriptions = `${channels}/${channel.id}/subscriptions`;
  for (const method of ['PUT', 'POST', 'GET', 'DELETE'])
    await agent.call(
      method,
      subscriptions,
      method.startsWith('P') ? [{ id: `v2.users.${agent.id}.presence` }] : undefined,
    );
}

/** Some that are refused: not there, not honoured, not valid. */
export async function askWrongly(agent: WatchedAgent): Promise<void> {
  await agent.call('GET', `${V2}/nothing/here`);
  await agent.call('GET', `${V2}/routing/queues/nothing`);
  await agent.call('GET', `${V2}/users?jabberId=x`);
  await agent.call('POST', `${V2}/routing/queues`, { nothing: 1 });
  await agent.call('POST', `${V2}/analytics/conversations/details/query`, { interval: 'never' });
}
