import type { Side } from '../../../lib/dialogues/dialogue.ts';
import { tooLong } from '../../../lib/dialogues/text-limits.ts';
import type { LeftOutCounts } from './left-out.ts';
import { type LeftOut, type Message, placeOf } from './message.ts';
import type { BOT_TURNS, Speakers } from './speakers.ts';
import { splitText } from './split-text.ts';
import { looksLikeHtml, withoutHtml } from './without-html.ts';

export interface TurnOptions {
  /** What becomes of a bot's turns: an agent's, left out, or kept as a bot's, which a run passes over. */
  readonly botTurns?: (typeof BOT_TURNS)[number] | undefined;
  readonly splitLong?: boolean | undefined;
  readonly dropHtml?: boolean | undefined;
}

/** A turn of a set, and the message that it was. */
export interface PlacedTurn {
  readonly from: Side | 'bot';
  readonly text: string;
  readonly message: Message;
}

/** What was done to texts, and what a reader is to know of them. */
export interface TextCounts {
  html: number;
  withoutHtml: number;
  split: number;
  loneSurrogates: number;
}

/** Makes turns that a run can play of the messages of a conversation, and counts what it leaves out. */
export class PlayableTurns {
  readonly counts: TextCounts = { html: 0, withoutHtml: 0, split: 0, loneSurrogates: 0 };
  readonly #speakers: Speakers;
  readonly #options: TurnOptions;
  readonly #leftOut: LeftOutCounts;

  constructor(speakers: Speakers, options: TurnOptions, leftOut: LeftOutCounts) {
    this.#speakers = speakers;
    this.#options = options;
    this.#leftOut = leftOut;
  }

  /** @returns no turns where the customer says nothing */
  of(messages: readonly Message[], file: string): PlacedTurn[] {
    const leave = (kind: LeftOut, message: Message) => this.#leftOut.add(kind, () => `${file}: ${placeOf(message)}`);
    const turns: PlacedTurn[] = [];
    for (const message of messages) this.#add(message, file, turns, leave);
    const first = turns.findIndex(({ from }) => from === 'customer');
    if (first < 0) {
      const [message] = messages;
      if (message !== undefined) leave("dialogues without a customer's turn", message);
      return [];
    }
    for (const { from, message } of turns.slice(0, first))
      if (from === 'agent') leave("agent's turns before the customer's first", message);
    return first === 0 ? turns : turns.filter(({ from }, place) => place >= first || from === 'bot');
  }

  #add(message: Message, file: string, turns: PlacedTurn[], leave: (kind: LeftOut, message: Message) => void): void {
    if (message.left !== undefined) return leave(message.left, message);
    const text = this.#textOf(message.text);
    if (text.trim() === '') return leave('empty turns', message);
    const role = this.#speakers.roleOf(message.speaker);
    if (role === undefined) throw ofNeitherSide(file, message);
    if (role === 'system') return leave('system messages', message);
    if (role === 'bot' && this.#options.botTurns === 'keep') return void turns.push({ from: 'bot', text, message });
    if (role === 'bot' && this.#options.botTurns !== 'agent') return leave('bot turns', message);
    const from = role === 'customer' ? 'customer' : 'agent';
    if (tooLong(from, text) === undefined) return void turns.push({ from, text, message });
    if (this.#options.splitLong !== true) return leave('texts over the limit', message);
    this.counts.split++;
    for (const part of splitText(from, text)) turns.push({ from, text: part, message });
  }

  #textOf(text: string): string {
    if (hasLoneSurrogate(text)) this.counts.loneSurrogates++;
    if (!looksLikeHtml(text)) return text;
    if (this.#options.dropHtml !== true) {
      this.counts.html++;
      return text;
    }
    this.counts.withoutHtml++;
    return withoutHtml(text);
  }
}

/** Half a character of UTF-16, which UTF-8 cannot hold. */
export const hasLoneSurrogate = (text: string): boolean => ANY_SURROGATE.test(text) && /\p{Surrogate}/u.test(text);
const ANY_SURROGATE = /[\ud800-\udfff]/;

function ofNeitherSide(file: string, message: Message): Error {
  const is = message.speaker.trim() === '' ? 'no participant' : 'participant of neither side';
  return new Error(
    `${file}: ${placeOf(message)}: ${is}; allowed: --customers, --agents or --bots with the value, or --others customer, agent, bot or leave-out for all that nothing names`,
  );
}
