import type { TextStream } from '@headroom/engine';
import type {
  Conversation,
  EntityListing,
  MessageData,
  PresenceDefinition,
  SystemPresence,
} from '@headroom/genesys-wire/platform';
import { communicationsOf, messagesOf } from '../../lib/genesys/platform/participants.ts';
import { findConversations, type Interval } from '../platform/conversations.ts';
import { type Org, unless } from '../platform/org.ts';
import { inTurns } from '../platform/turns.ts';
import { runOf } from '../verify/check.ts';

/** What a run leaves behind, as the org shows it. */
export interface Baseline {
  readonly openConversations: readonly Conversation[];
  /** Open as well, and nobody's whom headroom played. */
  readonly others: number;
  readonly onQueue: readonly string[];
}

const STILL_OPEN = [{ type: 'and', predicates: [{ dimension: 'conversationEnd', operator: 'notExists' }] }];
/** Users in one bulk read (genesys.md section 2.3). */
const MOST_IN_BULK = 50;
const AT_ONCE = 8;
const TOLD_EVERY = 250;
const CUSTOMER = /^[0-9a-f-]{36}-\d+$/;
const TRANSCRIPT = /^\d+ ./;

/** Counts what is open: conversations that headroom's customers began, of these runs where any are named, and agents on queue. */
export async function baselineOf(
  org: Org,
  interval: Interval,
  runs: ReadonlySet<string>,
  users: readonly string[],
  progress: TextStream,
): Promise<Baseline> {
  const found = await findConversations(org, interval, () => undefined, STILL_OPEN);
  const openConversations: Conversation[] = [];
  let looked = 0;
  await inTurns(found, AT_ONCE, async ({ id }) => {
    const conversation = await ours(org, id, runs);
    if (conversation !== undefined) openConversations.push(conversation);
    if (++looked % TOLD_EVERY === 0)
      progress.write(`cleanup: looked at ${looked} of ${found.length} open conversations\n`);
  });
  return { openConversations, others: found.length - openConversations.length, onQueue: await onQueue(org, users) };
}

/** The conversation, if its customer is one whom headroom played; undefined for anybody else's. Throws `OrgError`. */
export async function ours(org: Org, id: string, runs: ReadonlySet<string>): Promise<Conversation | undefined> {
  const conversation = await unless(404, org.call<Conversation>('GET', `/api/v2/conversations/${id}`));
  const attributes = conversation && (await unless(404, attributesIn(org, conversation)));
  const { customer = '', transcript = '' } = attributes ?? {};
  const isOurs = CUSTOMER.test(customer) && TRANSCRIPT.test(transcript);
  return isOurs && (runs.size === 0 || runs.has(runOf(customer))) ? conversation : undefined;
}

/** What the customer's first message brought with it. */
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
  for (let start = 0; start < users.length; start += MOST_IN_BULK) {
    const ids = users.slice(start, start + MOST_IN_BULK).join(',');
    const presences = await org.call<UserPresence[]>('GET', `/api/v2/users/presences/purecloud/bulk?id=${ids}`);
    for (const { userId, presenceDefinition } of presences)
      if (userId !== undefined && presenceDefinition?.systemPresence === wanted) there.push(userId);
  }
  return there;
}
