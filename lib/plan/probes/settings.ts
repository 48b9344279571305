import type { Plan } from '../schema.ts';
import type { Phase, Probe } from './phase.ts';
import { cleanWindows } from './success-run.ts';

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
const MAX_PER_MINUTE = 12_000;
const MAX_FIRST = 50;
const BRACKET_HOLD_MS = 3_000;
const OVERSHOOT_HOLD_MS = 15_000;
const KNOCKS = 6;
const AT_ONCE: Offered = { slow: false, rested: false };
/** The long rest before half of the overshoot probes: as many short ones, and a window or so. */
const LONGER = 5;
const LONG_REST_MS = 20_000;
/** How much slower the slow half of the overshoot probes is offered. */
const SLOWER = 4;
/** A phase of windows lasts about so long, so that there is something to tell, and to keep when it is cut. */
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

/** The pace at which the busiest deployment keeps the published rate. */
function paceOf({ deployments }: Plan): number {
  const total = deployments.reduce((sum, { weight }) => sum + weight, 0);
  const busiest = Math.max(...deployments.map(({ weight }) => weight)) / total;
  return Math.min(MAX_PER_MINUTE, DEPLOYMENT_PER_MINUTE / busiest);
}

/** How an overshoot probe is offered: what a limit on the rate of connections depends on, and a ceiling does not. */
export interface Offered {
  /** At a gentler pace. */
  readonly slow: boolean;
  /** Long after the sessions before it have left. */
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
    byHand: (): Phase => ({ name: 'overshoot', probes: [overshoot(settings.most, AT_ONCE)], untilRefusal: false }),
    bracket: (offer: number): Phase => ({
      name: 'bracket',
      probes: [probe(offer, BRACKET_HOLD_MS)],
      untilRefusal: false,
    }),
    overshoot: (offer: number, all: readonly Offered[]): Phase => ({
      name: 'overshoot',
      probes: all.map((how) => overshoot(offer, how)),
      untilRefusal: false,
    }),
    closing: (offer: number, count: number): Phase => ({
      name: 'closing',
      probes: Array.from({ length: count }, () => overshoot(offer, AT_ONCE)),
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
