import type { Plan } from '../plan/schema.ts';
import type { Phase, Probe } from './phase.ts';
import { cleanWindows } from './statistics.ts';

/** What a search is told. Sessions, ms, and sessions a minute. */
export interface SearchSettings {
  readonly first: number;
  readonly most: number;
  readonly step: number;
  readonly perMinute: number;
  readonly windowMs: number;
  readonly restMs: number;
  readonly budgetMs: number;
  readonly confidence: number;
  readonly reliability: number;
  /** Clean windows that the confidence takes: the success-run rule. */
  readonly windows: number;
  readonly margin: number;
  /** No confirmation: about where refusals begin, and nothing more. */
  readonly quick: boolean;
}

/** Genesys publishes 1,000 connections a minute for a deployment (genesys.md section 1.8): a tenth is left. */
export const DEPLOYMENT_PER_MINUTE = 900;
/** Above this the pace of a search is no help: a generator's own lateness blurs the level of the first refusal. */
const PER_MINUTE_MOST = 12_000;
const FIRST_MOST = 50;
const BRACKET_HOLD_MS = 3_000;
const OVERSHOOT_HOLD_MS = 15_000;
const KNOCKS = 6;
/** How much slower the slow half of the overshoot probes is offered. */
const SLOWER = 4;
/** A phase of windows lasts about so long, so that there is something to tell, and to keep when it is cut. */
const PHASE_MS = 60_000;

export function settingsOf(plan: Plan, quick = false): SearchSettings {
  const { first, most = plan.customers.sessions, perMinute, step, windowMs, restMs, budgetMs } = plan.ceiling;
  const { confidence, reliability, margin } = plan.ceiling;
  return {
    first: first ?? Math.max(1, Math.min(FIRST_MOST, Math.ceil(most / 4))),
    most,
    step,
    perMinute: perMinute ?? paceOf(plan),
    windowMs,
    restMs,
    budgetMs: quick ? Math.min(budgetMs, 15 * 60_000) : budgetMs,
    confidence,
    reliability,
    windows: cleanWindows(confidence, reliability),
    margin,
    quick,
  };
}

/** The pace at which the busiest deployment keeps the published rate. */
function paceOf({ deployments }: Plan): number {
  const total = deployments.reduce((sum, { weight }) => sum + weight, 0);
  const busiest = Math.max(...deployments.map(({ weight }) => weight)) / total;
  return Math.min(PER_MINUTE_MOST, DEPLOYMENT_PER_MINUTE / busiest);
}

/** The phases of a search. */
export function phasesOf(settings: SearchSettings) {
  const { perMinute, windowMs, restMs } = settings;
  const probe = (offer: number, holdMs: number, more: Partial<Probe> = {}): Probe => ({
    offer,
    perMinute,
    holdMs: Math.min(windowMs, holdMs),
    restMs,
    knocks: 0,
    ...more,
  });
  const overshoot = (offer: number, slower: number) =>
    probe(offer, OVERSHOOT_HOLD_MS, { knocks: KNOCKS, perMinute: perMinute / slower });
  const window = (level: number) => probe(level, windowMs);
  return {
    byHand: (): Phase => ({ name: 'overshoot', probes: [overshoot(settings.most, 1)], untilRefusal: false }),
    bracket: (offer: number): Phase => ({
      name: 'bracket',
      probes: [probe(offer, BRACKET_HOLD_MS)],
      untilRefusal: false,
    }),
    /** `slow` says for each probe whether it is offered slowly. */
    overshoot: (offer: number, slow: readonly boolean[]): Phase => ({
      name: 'overshoot',
      probes: slow.map((isSlow) => overshoot(offer, isSlow ? SLOWER : 1)),
      untilRefusal: false,
    }),
    closing: (offer: number, count: number): Phase => ({
      name: 'closing',
      probes: Array.from({ length: count }, () => overshoot(offer, 1)),
      untilRefusal: false,
    }),
    /** As many windows as are wanted and fit a phase. */
    confirm: (level: number, wanted: number): Phase => {
      const each = (level / perMinute) * 60_000 + windowMs + restMs;
      const count = Math.max(1, Math.min(wanted, Math.floor(PHASE_MS / each)));
      return { name: 'confirm', probes: Array.from({ length: count }, () => window(level)), untilRefusal: true };
    },
  };
}
