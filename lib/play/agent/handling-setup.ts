import type { Random } from '../../base/random.ts';
import type { AttachmentEvent, ConversationEvent, Emit, MessageEvent, TransferEvent } from '../../measures/events.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import type { Attaching } from './attaching.ts';
import type { Holding } from './holding.ts';
import type { FindDialogue } from './role.ts';
import type { Transfer } from './transfer.ts';
import type { Typing } from './typing.ts';

export interface HandlingSetup {
  readonly conversationId: string;
  /** The agent as a participant. An agent whom a conversation alerts twice is two, each with a handling. */
  readonly participantId: string;
  readonly pace: Pick<AgentsPlan, 'accept' | 'missed' | 'reply' | 'wrapUp'>;
  readonly random: Random;
  readonly findDialogue: FindDialogue;
  /** What customers say beside the turns of their dialogues. Undefined where the plan has nothing of it. */
  readonly asides?: ReadonlySet<string> | undefined;
  /** The plan's way to hand the conversation on; undefined where it has none. */
  readonly transfer?: Transfer | undefined;
  /** How the agent shows that it is typing; undefined where it does not. */
  readonly typing?: Typing | undefined;
  /** The file that goes with a reply, and the hold before one; undefined where the plan has none. */
  readonly attaching?: Attaching | undefined;
  readonly holding?: Holding | undefined;
  readonly emit: Emit<MessageEvent | ConversationEvent | TransferEvent | AttachmentEvent>;
}
