import type { MessageData, Participant } from '@headroom/genesys-wire/platform';
import { attributesInMessage } from '../../genesys/platform/customer-attributes.ts';
import { textOf } from '../../genesys/platform/message-text.ts';
import { isGone } from '../../genesys/platform/participants.ts';
import type { Emit, MessageEvent } from '../../measures/events.ts';
import { isTurn, saidByCustomer } from './customer-texts.ts';
import { Inbox } from './inbox.ts';
import type { Replies } from './replies.ts';

export interface ListeningSetup {
  /** What customers say beside the turns of their dialogues. Undefined where the plan has nothing of it. */
  readonly asides?: ReadonlySet<string> | undefined;
  readonly emit: Emit<MessageEvent>;
}

/** Shared, as nearly nothing is late. */
const NONE: readonly string[] = [];

/** How an agent hears the customer: messages are noted as they are shown, read once, and heard as turns. */
export class Listening {
  readonly #setup: ListeningSetup;
  readonly #replies: Replies;
  readonly #inbox = new Inbox();
  #sinceMs = 0;
  /** The ids of messages that were shown only once the conversation was over. */
  #late: readonly string[] = NONE;

  constructor(setup: ListeningSetup, replies: Replies) {
    this.#setup = setup;
    this.#replies = replies;
  }

  /**
   * What was said before this (Unix ms, by the org's clock) was said to an earlier agent: it is heard, and its delivery is
   * not measured. What the customer says while nobody is there, as it waits in the queue, is for the next agent.
   */
  since(ms: number): void {
    this.#sinceMs = ms;
  }

  get hasUnread(): boolean {
    return this.#inbox.holds;
  }

  /**
   * Takes in the customer as a participant, as the notification topic or the API shows it. `isOut`: the agent is out of
   * the conversation. Where the customer is, too, what is new did not reach the agent; else it is for others.
   */
  note(customer: Participant, isOut: boolean): void {
    if (isOut && !isGone(customer)) return;
    const ids = this.#inbox.note(customer);
    if (isOut && ids.length > 0) this.#late = [...this.#late, ...ids];
  }

  /** Takes the ids of the messages that are to be read. */
  take(): readonly string[] {
    return this.#inbox.take();
  }

  /**
   * Hears the messages of these ids. Returns whether the customer said something in them; undefined where they could
   * not be read, and are to be read again, unless the conversation is over.
   */
  read(
    messageIds: readonly string[],
    messages: readonly MessageData[] | undefined,
    nowMs: number,
    isOver: boolean,
  ): boolean | undefined {
    if (messages === undefined) {
      if (!isOver) this.#inbox.putBack(messageIds);
      return undefined;
    }
    const texts = saidByCustomer(messages);
    for (const message of texts) {
      if (this.#late.includes(message.id)) {
        if (isTurn(message, this.#setup.asides)) this.#replies.unheard(textOf(message) ?? '');
        continue;
      }
      const saidAtMs = Date.parse(message.timestamp);
      const before = saidAtMs < this.#sinceMs;
      if (!before) {
        const afterMs = Math.max(0, nowMs - saidAtMs);
        this.#setup.emit({ kind: 'message', state: 'delivered', side: 'customer', afterMs });
      }
      if (this.#replies.transcript === '') this.#replies.note(attributesInMessage(message));
      if (isTurn(message, this.#setup.asides)) this.#replies.hear(textOf(message) ?? '', before);
      else this.#replies.heardAside();
    }
    return texts.length > 0;
  }
}
