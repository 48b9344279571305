import type { Random } from '../../base/random.ts';
import type { Part } from '../../dialogues/part.ts';
import type { SessionIdentity } from '../../genesys/guest/session.ts';
import type { ConversationEvent, MessageEvent, SessionEvent } from '../../measures/events.ts';
import type { CloseReason } from '../../measures/table/tag-values.ts';
import type { Plan } from '../../plan/schema.ts';

/** Why a visit is over; a connection that closes before that has been dropped. */
export type VisitEnd = Exclude<CloseReason, 'dropped'>;

/** What a visit tells as it goes. */
export type VisitEvent = SessionEvent | MessageEvent | ConversationEvent;

export interface VisitSetup {
  readonly identity: SessionIdentity;
  readonly part: Part;
  readonly manner: Pick<Plan['customers'], 'think' | 'pauses' | 'pause' | 'typing'>;
  /** Leaves after so many turns, unless the transcript ends before. */
  readonly leavesAfter: number;
  readonly random: Random;
  /** Unix ms of the first attempt. */
  readonly beginsAtMs: number;
  /** Unix ms by which the visit has left, whatever happens. */
  readonly leaveAtMs: number;
  /** Sent with every message, so that an agent knows which transcript it is in. */
  readonly attributes: Readonly<Record<string, string>>;
}
