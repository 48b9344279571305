import type { Random } from '../../base/random.ts';
import type { Part } from '../../dialogues/part.ts';
import type { Receipts } from '../../dialogues/receipts.ts';
import type { SessionIdentity } from '../../genesys/guest/session-identity.ts';
import type { AsideEvent, ConversationEvent, MessageEvent, SessionEvent } from '../../measures/events.ts';
import type { CloseReason } from '../../measures/table/tag-values.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Asides } from './asides.ts';
import type { FileSending } from './file-sending.ts';

/** Why a visit is over. A connection that closes before the visit is over was dropped. */
export type VisitEnd = Exclude<CloseReason, 'dropped'>;

/** The events of a visit. */
export type VisitEvent = SessionEvent | MessageEvent | AsideEvent | ConversationEvent;

export interface VisitSetup {
  readonly identity: SessionIdentity;
  readonly part: Part;
  /** The account of what the agent says; undefined where nobody is to say anything. */
  readonly receipts?: Receipts | undefined;
  /** What the customer says beside the turns of the dialogue. */
  readonly asides: readonly Asides[];
  readonly manner: Pick<Plan['customers'], 'think' | 'pauses' | 'pause' | 'typing'>;
  /** The visit leaves after this many turns, or at the end of the transcript. */
  readonly leavesAfter: number;
  readonly random: Random;
  /** Unix ms of the first attempt. */
  readonly beginsAtMs: number;
  /** The visit has left by this time (Unix ms), whatever happens. */
  readonly leaveAtMs: number;
  /** Custom attributes of every message. They tell an agent which transcript it is in. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The file that the visit sends; most send none. */
  readonly file?: FileSending | undefined;
}
