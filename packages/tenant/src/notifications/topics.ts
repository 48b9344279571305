/** Which topics there are (docs/facts/genesys.md section 2.4), and how several are asked for at once. */

const OF_USER = [
  'conversations',
  'conversations.messages',
  'conversations.inbound.typing.event',
  'conversationsummary',
  'presence',
  'routingStatus',
  'activity',
];
const OF_QUEUE = ['conversations', 'conversations.messages', 'users'];

/** Topics with `{id}` for the id of the user or the queue. */
export const TOPIC_TEMPLATES: readonly string[] = [
  ...OF_USER.map((name) => `v2.users.{id}.${name}`),
  ...OF_QUEUE.map((name) => `v2.routing.queues.{id}.${name}`),
  'v2.analytics.queues.{id}.observations',
];

/** `v2.users.<id>?presence&routingStatus` is two topics. */
export function expandTopic(topic: string): readonly string[] {
  const [root = '', names] = topic.split('?');
  return names === undefined ? [topic] : names.split('&').map((name) => `${root}.${name}`);
}

/** Which users and queues the org has. */
interface Directory {
  isUser(id: string): boolean;
  isQueue(id: string): boolean;
}

/** Whether the org has such a topic. */
export function isTopic(topic: string, { isUser, isQueue }: Directory): boolean {
  if (topic === 'v2.system.socket_closing' || topic === 'channel.metadata') return true;
  const [, kind, id = '', name = ''] =
    /^v2\.(users|routing\.queues|analytics\.queues)\.([^.]+)\.(.+)$/.exec(topic) ?? [];
  if (kind === 'users') return isUser(id) && OF_USER.includes(name);
  if (!isQueue(id)) return false;
  return kind === 'routing.queues' ? OF_QUEUE.includes(name) : name === 'observations';
}
