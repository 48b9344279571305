import type { TenantClock } from '../base/clock.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { StoredMessage } from '../conversations/message.ts';
import type { BotSettings } from '../profile/schema.ts';

/** What a bot says: a text, and the quick replies that it offers. */
export type BotMessage = Pick<StoredMessage, 'type' | 'text' | 'content'>;

interface FlowBotSetup {
  /** The settings now; undefined while the flow has no bot. */
  readonly settings: () => BotSettings | undefined;
  readonly clock: TenantClock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly say: (conversation: Conversation, message: BotMessage) => void;
  /** The bot is done: the flow goes on. */
  readonly handOver: (conversation: Conversation) => void;
}

/**
 * The bot with which an inbound message flow may begin: it asks, takes the guest's answers, and hands over to the flow
 * after so many of them, or never (docs/facts/genesys.md section 12).
 */
export class FlowBot {
  readonly #setup: FlowBotSetup;
  /** How many answers the bot has taken in each conversation that it still leads. */
  readonly #answers = new Map<Conversation, number>();

  constructor(setup: FlowBotSetup) {
    this.#setup = setup;
  }

  /** Takes a conversation that begins. Returns false where the flow has no bot. */
  begin(conversation: Conversation): boolean {
    const bot = this.#setup.settings();
    if (bot === undefined) return false;
    this.#answers.set(conversation, 0);
    this.#goOn(conversation, bot);
    return true;
  }

  /** A conversation is over: the bot says nothing more in it. */
  leave(conversation: Conversation): void {
    this.#answers.delete(conversation);
  }

  /** The guest said something. The bot takes no notice of a conversation that it has handed over. */
  answered(conversation: Conversation): void {
    const bot = this.#setup.settings();
    const answers = this.#answers.get(conversation);
    if (bot === undefined || answers === undefined) return;
    this.#answers.set(conversation, answers + 1);
    this.#goOn(conversation, bot);
  }

  /** After its answer time the bot asks on, or hands over. */
  #goOn(conversation: Conversation, bot: BotSettings): void {
    const { clock, random, say, handOver } = this.#setup;
    const { minMs, maxMs } = bot.answer;
    clock.after(minMs + (maxMs - minMs) * random(), () => {
      const answers = this.#answers.get(conversation);
      if (answers === undefined) return;
      if (bot.handsOver && answers >= bot.turns) {
        this.#answers.delete(conversation);
        say(conversation, { type: 'Text', text: bot.farewell });
        handOver(conversation);
      } else say(conversation, questionOf(bot));
    });
  }
}

function questionOf({ question, quickReplies }: BotSettings): BotMessage {
  const content = offered(quickReplies);
  return content.length === 0 ? { type: 'Text', text: question } : { type: 'Structured', text: question, content };
}

/** Quick replies as on the wire. */
export function offered(quickReplies: readonly string[]): NonNullable<StoredMessage['content']> {
  return quickReplies.map((text) => ({
    contentType: 'QuickReply' as const,
    quickReply: { text, payload: text, action: 'Message' },
  }));
}
