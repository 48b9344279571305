import type { RoutingStatus } from '@headroom/genesys-wire/platform';
import type { TenantClock } from '../base/clock.ts';
import type { Uuids } from '../base/uuids.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { Profile } from '../profile/schema.ts';
import type { TenantRecord } from '../record/record.ts';
import type { RoutedAgent } from './agents.ts';
import type { Queue } from './queues.ts';

/** Told what routing did. */
export interface RoutingListener {
  /** The conversation changed; `userId` is the agent whom that concerns. */
  conversationChanged(conversation: Conversation, userId?: string): void;
  /** The conversation is ended, and nobody has to wrap it up. */
  conversationFinished(conversation: Conversation): void;
  statusChanged(agent: RoutedAgent, status: RoutingStatus): void;
  membershipChanged(queue: Queue, agent: RoutedAgent): void;
}

/** What routing is made of. */
export interface RoutingParts {
  readonly profile: Profile;
  readonly record: TenantRecord;
  readonly listener: RoutingListener;
  readonly ids: Uuids;
  /** Gives numbers in [0, 1). */
  readonly random: () => number;
  readonly clock: TenantClock;
}
