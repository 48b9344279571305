import type { TextStream } from '@headroom/engine';
import type {
  Conversation,
  EntityListing,
  MessageData,
  PresenceDefinition,
  SystemPresence,
} from '@headroom/genesys-wire/platform';
import { communicationsOf, messagesOf } from '../../lib/genesys/platform/participants.ts';
import { runIdIn } from '../platform/customer-id.ts';
import { type AnalyticsInterval, findConversations } from '../platform/find-conversations.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import { type Org, unlessStatus } from '../platform/org.ts';

/** What runs have left open in the org. */
export interface OrgBaseline {
  readonly openConversations: readonly Conversation[];
  /** The number of open conversations that are not headroom's. */
  readonly others: number;
  readonly onQueue: readonly string[];
}

const STILL_OPEN = [{ type: 'and', predicates: [{ dimension: 'conversationEnd', operator: 'notExists' }] }];
/** The maximum of users in one bulk read (docs/facts/genesys.md section 2.3). */
const MAX_USERS_IN_BULK = 50;
const AT_ONCE = 8;
const TOLD_EVERY = 250;
const CUSTOMER = /^[0-9a-f-]{36}-\d+$/;
const TRANSCRIPT = /^\d+ ./;

/**
 * Reads which conversations of headroom's customers are open, and which agents are on queue. `runs` limits it to the
 * conversations of these runs; empty means all runs. Throws `OrgError`.
 */
export async function baselineOf(
  org: Org,
  interval: AnalyticsInterval,
  runs: ReadonlySet<string>,
  users: readonly string[],
  progress: TextStream,
): Promise<OrgBaseline> {
  const found = await findConversations(org, interval, () => undefined, STILL_OPEN);
  const openConversations: Conversation[] = [];
  let looked = 0;
  await forEachConcurrent(found, AT_ONCE, async ({ id }) => {
    const conversation = await conversationOfHeadroom(org, id, runs);
    if (conversation !== undefined) openConversations.push(conversation);
    if (++looked % TOLD_EVERY === 0)
      progress.write(`cleanup: looked at ${looked} of ${found.length} open conversations\n`);
  });
  return { openConversations, others: found.length - openConversations.length, onQueue: await onQueue(org, users) };
}

/** The conversation, if one of headroom's customers began it; else undefined. Throws `OrgError`. */
export async function conversationOfHeadroom(
  org: Org,
  id: string,
  runs: ReadonlySet<string>,
): Promise<Conversation | undefined> {
  const conversation = await unlessStatus(404, org.call<Conversation>('GET', `/api/v2/conversations/${id}`));
  const attributes = conversation && (await unlessStatus(404, attributesIn(org, conversation)));
  const { customer = '', transcript = '' } = attributes ?? {};
  const isOurs = CUSTOMER.test(customer) && TRANSCRIPT.test(transcript);
  return isOurs && (runs.size === 0 || runs.has(runIdIn(customer))) ? conversation : undefined;
}

/** The custom attributes of the customer's first message. */
async function attributesIn(org: Org, { id, participants }: Conversation): Promise<Readonly<Record<string, string>>> {
  const customer = participants.find(({ purpose }) => purpose === 'customer');
  const [first] = communicationsOf(customer ?? {}).flatMap(messagesOf);
  if (first === undefined) return {};
  const path = `/api/v2/conversations/messages/${id}/messages/bulk?useNormalizedMessage=true`;
  const { entities } = await org.call<EntityListing<MessageData>>('POST', path, [first.messageId]);
  return entities[0]?.normalizedMessage?.channel?.metadata?.customAttributes ?? {};
}

interface UserPresence {
  readonly userId?: string;
  readonly presenceDefinition?: PresenceDefinition;
}

async function onQueue(org: Org, users: readonly string[]): Promise<string[]> {
  const there: string[] = [];
  const wanted: SystemPresence = 'OnQueue';
  for (let start = 0; start < users.length; start += MAX_USERS_IN_BULK) {
    const ids = users.slice(start, start + MAX_USERS_IN_BULK).join(',');
    const presences = await org.call<UserPresence[]>('GET', `/api/v2/users/presences/purecloud/bulk?id=${ids}`);
    for (const { userId, presenceDefinition } of presences)
      if (userId !== undefined && presenceDefinition?.systemPresence === wanted) there.push(userId);
  }
  return there;
}
