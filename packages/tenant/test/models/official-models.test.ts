import type { NotificationFrame } from '@headroom/genesys-wire/platform';
import { beforeAll, describe, expect, it } from 'vitest';
import { queueId } from '../../src/base/ready-made-ids.ts';
import { TOPIC_TEMPLATES } from '../../src/notifications/topics.ts';
import { ROUTES } from '../../src/platform/router.ts';
import { TestAgent } from '../agent.ts';
import { stillTenant } from '../client.ts';
import { beyondModel } from './beyond-model.ts';
import { OfficialModels } from './official-models.ts';
import { analyse, converse } from './walk-conversation.ts';
import { askWrongly, changeState, readOrg } from './walk-org.ts';
import { signGuestIn, writeSettings } from './walk-settings.ts';
import { WatchedAgent } from './watched-agent.ts';

/**
 * The JavaScript SDK has the models of topics, and does not say which topic has which: this is from
 * notificationMappings.json of Genesys's Python SDK (257.1.0).
 */
const TOPICS: Readonly<Record<string, string>> = {
  'v2.users.{id}.conversations': 'ConversationEventTopicConversation',
  'v2.users.{id}.conversations.messages': 'ConversationMessageEventTopicMessageConversation',
  'v2.users.{id}.conversations.inbound.typing.event': 'V2ConversationMessageTypingEventForUserTopicMessageData',
  'v2.users.{id}.conversationsummary': 'UserConversationsEventUserConversationSummary',
  'v2.users.{id}.presence': 'PresenceEventUserPresence',
  'v2.users.{id}.routingStatus': 'UserRoutingStatusUserRoutingStatus',
  'v2.users.{id}.activity': 'AgentActivityChangedTopicAgentActivity',
  'v2.routing.queues.{id}.conversations': 'QueueConversationEventTopicConversation',
  'v2.routing.queues.{id}.conversations.messages': 'QueueConversationMessageEventTopicMessageConversation',
  'v2.routing.queues.{id}.users': 'QueueUserEventTopicQueueMember',
  'v2.analytics.queues.{id}.observations': 'StatEventQueueTopicStatsNotification',
};

/** Two take a guest's token, and there is no change request. */
const NOT_WALKED = [
  'GET /api/v2/webmessaging/messages',
  'DELETE /api/v2/webdeployments/token/revoke',
  'GET /api/v2/organizations/limits/changerequests/{}',
];

/** Answers to pings, under a name that no model has. */
const NOT_A_TOPIC = ['channel.metadata'];

const PROFILE = [
  'agents.count=3',
  'auth.enabled=true',
  'outbound.messagingCampaigns=[{"name":"m1","campaignStatus":"on","media":"sms"},{"name":"m2","media":"whatsapp"}]',
  'outbound.campaigns=[{"name":"c1"}]',
  'outbound.campaignRules=[{"name":"r1","actionType":"turnOnCampaign"}]',
  'limits.enabled=false',
];

let models: OfficialModels;
beforeAll(() => {
  models = new OfficialModels();
});

/** Calls every route of a tenant as an agent, while another one listens to all topics of it and its queue. */
async function walk(more: readonly string[] = []) {
  const { tenant, clock } = await stillTenant([...PROFILE, ...more]);
  const agent = new WatchedAgent(tenant, models);
  const listener = new TestAgent(tenant, 2);
  const aboutThem = (topic: string) => topic.replace('{id}', topic.startsWith('v2.users.') ? agent.id : queueId(1));
  await listener.listen(TOPIC_TEMPLATES.map(aboutThem));
  await agent.listen();
  await agent.presence('OnQueue');
  const place = await converse(agent, tenant);
  clock.advance(60_000);
  await analyse(agent, place, `${iso(clock.now() - 3_600_000)}/${iso(clock.now() + 3_600_000)}`);
  await readOrg(agent);
  await changeState(agent);
  await writeSettings(agent);
  await signGuestIn(agent, tenant);
  await askWrongly(agent);
  await agent.call('DELETE', '/api/v2/tokens/me');
  await listener.settled();
  return { agent, heard: listener.heard };
}

/** The topic with `{id}` for its id. */
const templateOf = (topic: string): string => topic.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '{id}');

/** What is otherwise in events than the models of their topics say. */
function eventsOtherwise(heard: readonly NotificationFrame[]): string[] {
  const faults = heard.flatMap(({ topicName, eventBody }) => {
    const topic = templateOf(topicName);
    const model = TOPICS[topic];
    if (model === undefined) return NOT_A_TOPIC.includes(topicName) ? [] : [`${topic} has no model here`];
    return beyondModel(models, eventBody, `Models.${model}`).map((fault) => `${topic}: ${fault}`);
  });
  return [...new Set(faults)];
}

const iso = (ms: number) => new Date(ms).toISOString();

describe('what the tenant says', () => {
  it('is as the official models have it, in the answers of all routes and the events of all topics', async () => {
    const { agent, heard } = await walk();
    const routes = ROUTES.map(({ method, path }) => `${method} ${path}`).filter((route) => route.includes(' /api/v2/'));
    const topics = new Set(heard.map(({ topicName }) => templateOf(topicName)));
    expect({
      answers: [...agent.otherwise],
      events: eventsOtherwise(heard),
      routesNotWalked: routes.filter((route) => !agent.answered.has(route) && !NOT_WALKED.includes(route)),
      topicsNotHeard: TOPIC_TEMPLATES.filter((topic) => !topics.has(topic)),
    }).toEqual({ answers: [], events: [], routesNotWalked: [], topicsNotHeard: [] });
  });

  it('is found to be otherwise where the profile adds what no model has', async () => {
    const { agent } = await walk(['lenient=["textBody"]']);
    const faults = [...agent.otherwise].map((fault) => fault.split(': ')[1]);
    expect(new Set(faults)).toEqual(
      new Set(['$.textBody is no field of MessageData', '$.entities[].textBody is no field of MessageData']),
    );
  });
});

describe('a value', () => {
  it.each([
    ['has an unknown field', 'Queue', { name: 'q', connectionPool: 9 }, ['$.connectionPool is no field of Queue']],
    ['has a field of another type', 'Queue', { name: 'q', memberCount: '9' }, ['$.memberCount is "9", and no number']],
    ['has null for a field', 'Queue', { name: 'q', division: null }, ['$.division is null, and no Models.Division']],
    [
      'has no list where one is',
      'Queue',
      { name: 'q', routingRules: {} },
      ['$.routingRules is {}, and no Array<Models.RoutingRule>'],
    ],
    [
      'lacks required fields',
      'TextMessageListing',
      { entities: [{}, { timestamp: '' }] },
      ['$.entities[].timestamp is required by MessageData', '$.entities[].status is required by MessageData'],
    ],
    ['is no object', 'Queue', [], ['$ is [], and no Models.Queue']],
    [
      'has another value than its enum',
      'Message',
      { state: 'waiting', type: 'webmessaging' },
      ['$.state is "waiting", which is no value of it'],
    ],
  ])('that %s is not of its model', (_, model, value, faults) => {
    expect(beyondModel(models, value, `Models.${model}`)).toEqual(faults);
  });
});
