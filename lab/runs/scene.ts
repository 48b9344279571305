import { normal } from '../normal.ts';
import { Draws, keyed } from './random.ts';

/** What a run of the laboratory plays: customers only, in seconds. */
export interface Scene {
  readonly seed: number;
  readonly sessions: number;
  readonly rampS: number;
  readonly holdS: number;
  readonly teardownS: number;
  readonly visits: { readonly kind: VisitKind; readonly meanS: number };
  readonly gapS: number;
  readonly retryFirstS: number;
  readonly attempts: number;
  /** The mean time between two frames of a session. */
  readonly frameS: number;
  /** The weights of the plan's deployments. */
  readonly weights: readonly number[];
  /** Where in a minute of UTC the run begins. */
  readonly minuteS: number;
}

export const VISIT_KINDS = ['constant', 'uniform', 'exponential', 'lognormal'] as const;
export type VisitKind = (typeof VISIT_KINDS)[number];

/**
 * The ranges that scenes and faults are drawn from, log-uniform where a factor is meant. Sessions; hold and ramp in
 * lengths of a visit; the level as a share of the plan; the pace times the visit as a share of the plan.
 */
export const RANGES = {
  sessions: [20, 2_000],
  holdVisits: [0.3, 30],
  rampVisits: [0.1, 10],
  visitS: [15, 150],
  level: [0.3, 0.97],
  pace: [0.3, 0.95],
  releaseS: [0, 300],
  chance: [0.002, 0.5],
  outage: [0.03, 0.3],
  retryFirstS: [0.5, 10],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/**
 * The ranges of the service families (lab/runs/service): a dialogue's exchanges, and seconds where the name ends in S.
 * `spare`: the places of the plan for each place that is needed. `overload`: the places that are needed for each one that
 * a fault leaves. `harmed`: the share of agents or conversations that a fault meets. `late`: what a fault adds to a wait, in
 * longest visits of the plan.
 */
export const SERVICE_RANGES = {
  sessions: [20, 300],
  holdVisits: [0.5, 12],
  rampVisits: [0.2, 5],
  exchanges: [1, 7],
  thinkS: [2, 15],
  replyS: [2, 15],
  acceptS: [1, 6],
  wrapUpS: [2, 40],
  capacity: [1, 12],
  spare: [1.2, 2.5],
  longestVisits: [2, 6],
  alertTimeoutS: [8, 60],
  intervalS: [2, 15],
  unread: [0, 0.3],
  overload: [1.1, 4],
  harmed: [0.1, 1],
  late: [0.1, 0.9],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

const MOST_VISITS = 6_000;

export function drawScene(seed: number): Scene {
  const draws = new Draws(seed);
  const meanS = draws.log(...RANGES.visitS);
  const rampS = meanS * draws.log(...RANGES.rampVisits);
  const deployments = draws.of([1, 1, 2, 4, 12]);
  const holdVisits = draws.log(...RANGES.holdVisits);
  // A large plan with a long hold takes minutes to play, and says what a smaller one says.
  const most = Math.max(RANGES.sessions[0] * 2, Math.min(RANGES.sessions[1], MOST_VISITS / holdVisits));
  const weighted = draws.next() < 0.5;
  return {
    seed,
    sessions: Math.round(draws.log(RANGES.sessions[0], most)),
    rampS,
    holdS: meanS * holdVisits,
    teardownS: Math.max(10, rampS),
    visits: { kind: draws.of(VISIT_KINDS), meanS },
    gapS: draws.of([0.5, 2, 5]),
    retryFirstS: draws.log(...RANGES.retryFirstS),
    attempts: draws.of([3, 4, 6]),
    frameS: draws.log(1, 10),
    weights: Array.from({ length: deployments }, (_, place) => (weighted && place % 2 === 0 ? 2 : 1)),
    minuteS: draws.between(0, 60),
  };
}

/** How long the visit `number` of `slot` stays (s): the same in a run and its twin. */
export function stayS({ seed, visits: { kind, meanS } }: Scene, slot: number, number: number): number {
  const [one, other] = [keyed(seed, 1, slot, number), keyed(seed, 2, slot, number)];
  switch (kind) {
    case 'constant':
      return meanS;
    case 'uniform':
      return meanS * (0.5 + one);
    case 'exponential':
      return Math.max(1, -meanS * Math.log(1 - one));
    case 'lognormal':
      return Math.max(1, meanS * Math.exp(0.7 * normal(one, other) - 0.245));
  }
}
