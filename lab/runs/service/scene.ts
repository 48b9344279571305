import { Draws, keyed } from '../random.ts';
import { SERVICE_RANGES as RANGES } from '../scene.ts';

/** From the least to the most (s). */
export type Span = readonly [number, number];

/** What a run with customers and agents plays, in seconds. Nobody is refused: all of it is about being served. */
export interface ServiceScene {
  readonly seed: number;
  readonly sessions: number;
  readonly rampS: number;
  readonly holdS: number;
  readonly teardownS: number;
  readonly gapS: number;
  readonly longestVisitS: number;
  /** A first answer that comes later is not in time. */
  readonly slowAnswerS: number;
  /** The most exchanges of a dialogue: the customer says something, the agent replies. */
  readonly exchanges: number;
  readonly thinkS: Span;
  readonly agents: number;
  readonly capacity: number;
  readonly replyS: Span;
  readonly acceptS: Span;
  readonly wrapUpS: Span;
  /** Whether the queue wants after-contact work at all. */
  readonly wrapsUp: boolean;
  /** The share of alerts that agents leave alone, whatever the org does. */
  readonly missed: number;
  readonly alertTimeoutS: number;
  /** How many questions the flow's bot asks before it hands over; 0 without a bot. */
  readonly questions: number;
  readonly intervalS: number;
  /** The share of the monitor's readings that fail. */
  readonly unread: number;
  /** The places that are needed where nobody waits. */
  readonly needed: number;
  /** How long a conversation takes a place, from its alert to the end of after-contact work, on average. */
  readonly heldS: number;
  /** How long a visit is whose customer waits for nobody, on average. */
  readonly visitS: number;
}

const MOST_VISITS = 3_000;
/** After which an agent who is NOT_RESPONDING clears it (s). */
export const RECOVER_S: Span = [2, 5];

/** A span around its middle. */
const around = (middleS: number): Span => [middleS * 0.7, middleS * 1.3];
export const middleOf = ([least, most]: Span): number => (least + most) / 2;

export function drawServiceScene(seed: number): ServiceScene {
  const draws = new Draws(seed ^ 0x5e41);
  const exchanges = Math.round(draws.between(...RANGES.exchanges));
  const thinkS = around(draws.log(...RANGES.thinkS));
  const replyS = around(draws.log(...RANGES.replyS));
  const acceptS = around(draws.log(...RANGES.acceptS));
  const wrapsUp = draws.next() < 0.8;
  const wrapUpS = around(draws.log(...RANGES.wrapUpS));
  const questions = draws.of([0, 0, 0, 1, 3]);
  const turns = (1 + exchanges) / 2;
  const talkS = middleOf(acceptS) + turns * middleOf(replyS) + (turns - 1) * middleOf(thinkS);
  const visitS = talkS + middleOf(thinkS) * (1 + questions);
  const heldS = talkS + (wrapsUp ? middleOf(wrapUpS) : 0);
  const gapS = draws.of([0.5, 2, 5, 20]);
  const holdVisits = draws.log(...RANGES.holdVisits);
  const most = Math.max(RANGES.sessions[0] * 2, Math.min(RANGES.sessions[1], MOST_VISITS / holdVisits));
  const sessions = Math.round(draws.log(RANGES.sessions[0], most));
  const needed = sessions * Math.min(1, heldS / (visitS + gapS));
  const capacity = Math.round(draws.log(...RANGES.capacity));
  const rampS = visitS * draws.log(...RANGES.rampVisits);
  return {
    ...{ seed, sessions, rampS, holdS: visitS * holdVisits, teardownS: Math.max(10, rampS / 2), gapS },
    longestVisitS: Math.max(30, visitS * draws.between(...RANGES.longestVisits)),
    slowAnswerS: draws.of([20, 60, 60]),
    ...{ exchanges, thinkS, replyS, acceptS, wrapUpS, wrapsUp, questions, capacity, needed, heldS, visitS },
    agents: Math.max(2, Math.ceil((needed * draws.log(...RANGES.spare)) / capacity)),
    missed: draws.of([0, 0, 0.05]),
    alertTimeoutS: Math.max(acceptS[1] + 3, draws.log(...RANGES.alertTimeoutS)),
    intervalS: draws.log(...RANGES.intervalS),
    unread: draws.of([0, draws.between(...RANGES.unread)]),
  };
}

/** A draw from a span, the same for the same keys in a run and in its twin. */
export function drawnS({ seed }: ServiceScene, [least, most]: Span, ...keys: readonly number[]): number {
  return least + (most - least) * keyed(seed, ...keys);
}

/** Whether what happens to a share of all happens to the one of these keys. */
export function meets({ seed }: ServiceScene, share: number, ...keys: readonly number[]): boolean {
  return share > 0 && keyed(seed, ...keys) < share;
}
