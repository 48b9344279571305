import type { DateOrderEvidence } from './date-order.ts';
import { type Message, placeOf } from './message.ts';
import { type Time, type TwoTimes, timeOf } from './times.ts';

export const ORDERS = ['time', 'file', 'reversed'] as const;
export type Order = (typeof ORDERS)[number];

/** The messages of one conversation, as they stand in the export. */
export interface Conversation {
  readonly id: string;
  /** Of the file, as messages name it. */
  readonly file: string;
  readonly messages: readonly Message[];
}

/** Whether an export runs from old to new, as far as it is known. */
export type Direction = 'forwards' | 'backwards' | undefined;

/**
 * Puts the messages of a conversation in the order of their times. Those of one time stay as they stand in the file, or
 * the other way round where it runs backwards.
 */
export class TurnOrder {
  readonly #order: Order;
  readonly #dates: DateOrderEvidence;
  /** What conversations have shown so far. */
  direction: Direction;

  constructor(order: Order, dates: DateOrderEvidence) {
    this.#order = order;
    this.#dates = dates;
  }

  /**
   * The messages in order; undefined where only the direction of the file can tell, and nothing has shown it yet.
   * Throws an error of one line at what is no time.
   */
  ordered(conversation: Conversation, isLast: boolean): readonly Message[] | undefined {
    const { messages } = conversation;
    if (this.#order === 'file') return messages;
    if (this.#order === 'reversed') return [...messages].reverse();
    if (messages.every(({ time }) => time === undefined)) return messages;
    const times = this.#times(conversation);
    const own = directionOf(times);
    if (own === 'forwards' || own === 'backwards') this.direction = own;
    if (own === 'forwards') return messages;
    if (own === undefined && this.direction === undefined && !isLast && messages.length > 1) return undefined;
    const isBackwards = (own === 'mixed' || own === undefined ? this.direction : own) === 'backwards';
    const places = messages.map((_, place) => place);
    if (isBackwards) places.reverse();
    places.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
    return places.flatMap((place) => messages[place] ?? []);
  }

  #times({ file, messages }: Conversation): number[] {
    const read = messages.map((message) => readTime(message, file));
    if (read.every((time) => typeof time === 'number')) return read;
    const where = (place: number) => `${file}: ${placeOf(messages[place] ?? { line: 0 })}`;
    for (const [place, time] of read.entries())
      if (typeof time === 'object') this.#dates.note(time, () => where(place));
    const dayFirst = read.map((time) => (typeof time === 'object' ? time.dayFirst : time) ?? Number.NaN);
    const monthFirst = read.map((time) => (typeof time === 'object' ? time.monthFirst : time) ?? Number.NaN);
    if (this.#dates.order !== undefined) return this.#dates.order === 'day-first' ? dayFirst : monthFirst;
    const monthFirstPlaces = byTime(monthFirst);
    const another = byTime(dayFirst).findIndex((place, at) => place !== monthFirstPlaces[at]);
    if (another < 0) return dayFirst;
    const either = read.findIndex((time) => typeof time === 'object' && time.dayFirst !== time.monthFirst);
    throw this.#dates.undecided(where(either), read[either] as TwoTimes);
  }
}

/** The places of times, from the earliest on. */
const byTime = (times: readonly number[]): number[] =>
  [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));

const signOfStep = (times: readonly number[], place: number): number =>
  Math.sign((times[place] ?? 0) - (times[place - 1] ?? 0));

function directionOf(times: readonly number[]): Direction | 'mixed' {
  let [up, down] = [false, false];
  for (let place = 1; place < times.length; place++) {
    const step = signOfStep(times, place);
    if (step > 0) up = true;
    if (step < 0) down = true;
  }
  return up && down ? 'mixed' : up ? 'forwards' : down ? 'backwards' : undefined;
}

function readTime(message: Message, file: string): Exclude<Time, undefined> {
  const { time } = message;
  const read = typeof time === 'number' ? time : time === undefined ? undefined : timeOf(time);
  if (read !== undefined) return read;
  const is =
    time === undefined || time === ''
      ? 'none here, and others of the conversation have one'
      : 'not a date, and not a number';
  throw new Error(`${file}: ${placeOf(message)}: time: ${is}; allowed: --order file where the file is in order`);
}
