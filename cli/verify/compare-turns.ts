import type { Side, Turn } from '../../lib/dialogues/dialogue.ts';
import type { TurnKind } from '../../report/read/org-files.ts';
import type { IngestedMessage } from '../platform/stored-conversation.ts';
import { longestCommonSubsequence } from './longest-common-subsequence.ts';

export interface TurnDiscrepancy {
  readonly kind: TurnKind;
  /** The place in the transcript, from 0. For `unexpected` it is the turn before the message, or -1. */
  readonly turn: number;
}

/**
 * Compares the stored messages of a conversation with its transcript, text by text. Every turn has to be there once,
 * unaltered, in its place and by the right side. A turn that is not gets the first kind that applies of `out of order`,
 * `wrong side`, `altered` and `missing`. A message beyond the turns is `duplicated` when its text is that of a turn,
 * else `unexpected`.
 */
export function compareTurns(turns: readonly Turn[], stored: readonly IngestedMessage[]): TurnDiscrepancy[] {
  const wanted = turns.map(keyOf);
  const messages = inOrder(wanted, stored);
  const found = messages.map(keyOf);
  const pairs = longestCommonSubsequence(wanted, found);
  if (pairs.length === wanted.length && pairs.length === found.length) return [];
  return new Comparison(turns, wanted, messages, found, pairs).discrepancies();
}

const keyOf = ({ from, text }: { from: Side; text: string }): string => `${from} ${text}`;
const otherSide = (key: string): string =>
  key.startsWith('agent ') ? `customer ${key.slice('agent '.length)}` : `agent ${key.slice('customer '.length)}`;

/** Sorts by time. Within one millisecond the order is unknown, and taken to be that of the turns. */
function inOrder(wanted: readonly string[], stored: readonly IngestedMessage[]): IngestedMessage[] {
  const place = new Map(wanted.map((key, turn) => [key, turn]));
  const placeOf = (message: IngestedMessage): number => place.get(keyOf(message)) ?? wanted.length;
  return [...stored].sort((a, b) => a.atMs - b.atMs || placeOf(a) - placeOf(b));
}

/** Classifies the turns and messages that the alignment has left over. */
class Comparison {
  readonly #turns: readonly Turn[];
  readonly #wanted: readonly string[];
  readonly #messages: readonly IngestedMessage[];
  readonly #found: readonly string[];
  readonly #pairs: readonly (readonly [number, number])[];
  /** Turns and messages that have no kind yet. */
  readonly #openTurns: Set<number>;
  readonly #openMessages: Set<number>;
  readonly #wrong: TurnDiscrepancy[] = [];

  constructor(
    turns: readonly Turn[],
    wanted: readonly string[],
    messages: readonly IngestedMessage[],
    found: readonly string[],
    pairs: readonly (readonly [number, number])[],
  ) {
    this.#turns = turns;
    this.#wanted = wanted;
    this.#messages = messages;
    this.#found = found;
    this.#pairs = pairs;
    this.#openTurns = new Set(wanted.keys());
    this.#openMessages = new Set(found.keys());
    for (const [turn, message] of pairs) {
      this.#openTurns.delete(turn);
      this.#openMessages.delete(message);
    }
  }

  discrepancies(): TurnDiscrepancy[] {
    this.#settle('out of order', (turn, message) => this.#found[message] === this.#wanted[turn]);
    this.#settle('wrong side', (turn, message) => otherSide(this.#found[message] ?? '') === this.#wanted[turn]);
    this.#duplicates();
    this.#settle('altered', (turn, message) => this.#sameGap(turn, message));
    for (const turn of this.#openTurns) this.#wrong.push({ kind: 'missing', turn });
    for (const message of this.#openMessages) this.#wrong.push({ kind: 'unexpected', turn: this.#turnBefore(message) });
    return this.#wrong.sort((a, b) => a.turn - b.turn);
  }

  #settle(kind: TurnKind, fits: (turn: number, message: number) => boolean): void {
    for (const turn of this.#openTurns) {
      const message = [...this.#openMessages].find((place) => fits(turn, place));
      if (message === undefined) continue;
      this.#openTurns.delete(turn);
      this.#openMessages.delete(message);
      this.#wrong.push({ kind, turn });
    }
  }

  #duplicates(): void {
    for (const message of this.#openMessages) {
      const turn = this.#wanted.indexOf(this.#found[message] ?? '');
      if (turn < 0) continue;
      this.#openMessages.delete(message);
      this.#wrong.push({ kind: 'duplicated', turn });
    }
  }

  /** Whether turn and message are of the same side and lie between the same two aligned turns. */
  #sameGap(turn: number, message: number): boolean {
    if (this.#turns[turn]?.from !== this.#messages[message]?.from) return false;
    return this.#pairs.every(([pairedTurn, paired]) => pairedTurn < turn === paired < message);
  }

  #turnBefore(message: number): number {
    return this.#pairs.filter(([, paired]) => paired < message).at(-1)?.[0] ?? -1;
  }
}
