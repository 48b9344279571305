import type { TextStream } from '@headroom/engine';
import type { Conversation, PresenceDefinition, SystemPresence } from '@headroom/genesys-wire/platform';
import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import { type AnalyticsInterval, findConversations } from '../platform/find-conversations.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import type { Org } from '../platform/org.ts';
import type { ConversationOwner } from './conversation-owner.ts';

/** What runs have left open in the org. */
export interface OrgBaseline {
  readonly openConversations: readonly Conversation[];
  /** The number of open conversations that are not headroom's. */
  readonly others: number;
  /** The number of those of which it is not sure (`Owner`). They are left alone. */
  readonly perhaps: number;
  readonly onQueue: readonly string[];
}

const STILL_OPEN = [{ type: 'and', predicates: [{ dimension: 'conversationEnd', operator: 'notExists' }] }];
/** The maximum of users in one bulk read (docs/facts/genesys.md section 2.3). */
const MAX_USERS_IN_BULK = 50;
const AT_ONCE = 8;
const TOLD_EVERY = 250;

/**
 * Reads which conversations of headroom's customers are open, and which agents are on queue. Throws `OrgError`.
 */
export async function baselineOf(
  org: Org,
  interval: AnalyticsInterval,
  owners: ConversationOwner,
  users: readonly string[],
  progress: TextStream,
): Promise<OrgBaseline> {
  const found = await findConversations(org, interval, () => undefined, STILL_OPEN);
  const openConversations: Conversation[] = [];
  let looked = 0;
  let perhaps = 0;
  await forEachConcurrent(found, AT_ONCE, async ({ id }) => {
    const owned = await owners.of(id);
    if (owned?.owner === 'headroom') openConversations.push(owned.conversation);
    else if (owned?.owner === 'perhaps') perhaps++;
    if (++looked % TOLD_EVERY === 0)
      progress.write(`cleanup: looked at ${looked} of ${found.length} open conversations\n`);
  });
  const others = found.length - openConversations.length - perhaps;
  return { openConversations, others, perhaps, onQueue: await onQueue(org, users) };
}

interface UserPresence {
  readonly userId?: string;
  readonly presenceDefinition?: PresenceDefinition;
}

const PRESENCES: ShapeOf<UserPresence[]> = [
  { 'userId?': 'string', 'presenceDefinition?': { 'systemPresence?': 'string' } },
];

async function onQueue(org: Org, users: readonly string[]): Promise<string[]> {
  const there: string[] = [];
  const wanted: SystemPresence = 'OnQueue';
  for (let start = 0; start < users.length; start += MAX_USERS_IN_BULK) {
    const ids = users.slice(start, start + MAX_USERS_IN_BULK).join(',');
    const presences = await org.read<UserPresence[]>(
      'GET',
      `/api/v2/users/presences/purecloud/bulk?id=${ids}`,
      PRESENCES,
    );
    for (const { userId, presenceDefinition } of presences)
      if (userId !== undefined && presenceDefinition?.systemPresence === wanted) there.push(userId);
  }
  return there;
}
