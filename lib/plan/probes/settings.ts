import type { Plan } from '../schema.ts';
import type { Probe, SearchPhase } from './phase.ts';
import { cleanWindows } from './success-run.ts';

/** The settings of a search. Levels are in sessions, paces in sessions a minute. */
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
  /** How many clean windows the confidence needs, by the success-run rule. */
  readonly windows: number;
  readonly margin: number;
  /** Skips the confirmation: the search only says about where refusals begin. */
  readonly quick: boolean;
}

/**
 * Genesys publishes a limit of 1,000 connections a minute for a deployment (docs/facts/genesys.md section 1.8). A
 * tenth of it is left to others.
 */
export const DEPLOYMENT_PER_MINUTE = 900;
/** A faster pace does not help a search: the lateness of the load generator blurs the level of the first refusal. */
const MAX_PER_MINUTE = 12_000;
const MAX_FIRST = 50;
const BRACKET_HOLD_MS = 3_000;
const OVERSHOOT_HOLD_MS = 15_000;
const KNOCKS = 6;
const AT_ONCE: Offered = { slow: false, rested: false };
/**
 * Half of the overshoot probes come after a long rest: this many short rests, or a window of up to LONG_REST_MS where
 * that is longer.
 */
const LONGER = 5;
const LONG_REST_MS = 20_000;
/** By what factor the slow half of the overshoot probes is offered more slowly. */
const SLOWER = 4;
/**
 * About how long a phase of windows lasts, so that there is progress to print, and something to keep when it is
 * interrupted.
 */
const PHASE_MS = 60_000;

export function settingsOf(plan: Plan, quick = false): SearchSettings {
  const { first, most = plan.customers.sessions, perMinute, step, windowMs, restMs, budgetMs } = plan.ceiling;
  const { confidence, reliability, margin } = plan.ceiling;
  return {
    first: first ?? Math.max(1, Math.min(MAX_FIRST, Math.ceil(most / 4))),
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

/** The pace at which the busiest deployment stays within the published rate. */
function paceOf({ deployments }: Plan): number {
  const total = deployments.reduce((sum, { weight }) => sum + weight, 0);
  const busiest = Math.max(...deployments.map(({ weight }) => weight)) / total;
  return Math.min(MAX_PER_MINUTE, DEPLOYMENT_PER_MINUTE / busiest);
}

/** How an overshoot probe is offered. A rate limit depends on it, and a ceiling does not. */
export interface Offered {
  /** Offered at a slower pace. */
  readonly slow: boolean;
  /** Offered long after the sessions of the probe before it have left. */
  readonly rested: boolean;
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
  const longRestMs = Math.max(LONGER * restMs, Math.min(windowMs, LONG_REST_MS));
  const overshoot = (offer: number, { slow, rested }: Offered) =>
    probe(offer, OVERSHOOT_HOLD_MS, {
      knocks: KNOCKS,
      perMinute: slow ? perMinute / SLOWER : perMinute,
      ...(rested ? { waitMs: longRestMs } : {}),
    });
  const window = (level: number) => probe(level, windowMs);
  return {
    byHand: (): SearchPhase => ({
      name: 'overshoot',
      probes: [overshoot(settings.most, AT_ONCE)],
      untilRefusal: false,
    }),
    bracket: (offer: number): SearchPhase => ({
      name: 'bracket',
      probes: [probe(offer, BRACKET_HOLD_MS)],
      untilRefusal: false,
    }),
    overshoot: (offer: number, all: readonly Offered[]): SearchPhase => ({
      name: 'overshoot',
      probes: all.map((how) => overshoot(offer, how)),
      untilRefusal: false,
    }),
    closing: (offer: number, count: number): SearchPhase => ({
      name: 'closing',
      probes: Array.from({ length: count }, () => overshoot(offer, AT_ONCE)),
      untilRefusal: false,
    }),
    /** As many of the wanted windows as fit into a phase. */
    confirm: (level: number, wanted: number): SearchPhase => {
      const each = (level / perMinute) * 60_000 + windowMs + restMs;
      const count = Math.max(1, Math.min(wanted, Math.floor(PHASE_MS / each)));
      return { name: 'confirm', probes: Array.from({ length: count }, () => window(level)), untilRefusal: true };
    },
  };
}
