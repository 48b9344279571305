import type { Plan } from '../schema.ts';
import type { Probe, SearchPhase } from './phase.ts';
import { windowsAt } from './success-run.ts';

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
  /** How many clean windows the first level that is tried needs. Each further level needs more. */
  readonly windows: number;
  readonly margin: number;
  /** Fewer windows, in a quarter of an hour: the claim is smaller by as much. */
  readonly quick: boolean;
  /** Windows are spread over so long (ms), so that the claim is for that time. Back to back when it is undefined. */
  readonly spreadMs?: number;
  /** How many deployments the plan has. */
  readonly deployments: number;
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
/** The share of an overshoot probe that is refused. */
const BEYOND_SHARE = 1 / 6;
/** By what factor the slow half of the overshoot probes is offered more slowly. */
const SLOWER = 4;
/**
 * About how long a phase of windows lasts, so that there is progress to print, and something to keep when it is
 * interrupted.
 */
const PHASE_MS = 60_000;
/** A quick search has so many windows. */
const QUICK_WINDOWS = 8;
const QUICK_WINDOW_MS = 10_000;
/** A baseline offers this share of the level, and so many sessions in all where its probes can. */
const LOW = 0.2;
const BASELINE_SESSIONS = 120;
const MIN_BASELINE_PROBES = 4;
const MAX_BASELINE_PROBES = 12;
const BASELINE_HOLD_MS = 300;
/**
 * The release probe: knocks at a full house, a dip, and knocks until the longest release that is waited out. It begins
 * when what left before is free, and all times are after the dip.
 */
const FULL_HOUSE_MS = 4_000;
const KNOCK_EVERY_MS = 250;
/** Sessions look at the clock every 250 ms, so that the first knocks after the dip have to wait. */
export const RELEASE_KNOCKS_MS = [700, 2_000, 5_000, 10_000, 20_000, 40_000] as const;
export const KNOCKS_AT_ONCE = 3;
/** The first times of knocks, which show whether places are free at once. */
const QUICK_KNOCKS = 2;
const RELEASE_WAIT_MS = 45_000;
/** The share of a full house that leaves in a dip. */
export const DIP = 0.3;

export function settingsOf(plan: Plan, quick = false, spreadMs?: number): SearchSettings {
  const { first, most = plan.customers.sessions, perMinute, step, windowMs, restMs, budgetMs } = plan.ceiling;
  const { confidence, reliability, margin } = plan.ceiling;
  return {
    first: first ?? Math.max(1, Math.min(MAX_FIRST, Math.ceil(most / 4))),
    most,
    step,
    perMinute: perMinute ?? paceOf(plan),
    windowMs: quick ? Math.min(windowMs, QUICK_WINDOW_MS) : windowMs,
    restMs,
    budgetMs: quick ? Math.min(budgetMs, 15 * 60_000) : budgetMs,
    confidence,
    reliability,
    windows: quick ? QUICK_WINDOWS : windowsAt(1, confidence, reliability),
    margin,
    quick,
    deployments: plan.deployments.length,
    ...(spreadMs === undefined ? {} : { spreadMs }),
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

/** What a search has learnt of the tenant, for the probes to come. */
export interface Learnt {
  /** How many times a session that is refused knocks again at once. */
  readonly again: number;
  /** Deployments that are left out, by their place in the plan. */
  readonly without: readonly number[];
}

/** A dip at a full house, with knocks before and after it. */
export interface DipTimes {
  /** How many sessions leave. */
  readonly leave: number;
  /** When, after the last offer (ms). */
  readonly afterMs: number;
  readonly knocksAtMs: readonly number[];
}

/** Knocks every quarter of a second for four seconds, then the dip, then knocks at each of `laterMs` after it. */
export function dipTimes(leave: number, laterMs: readonly number[]): DipTimes {
  const before = Array.from({ length: FULL_HOUSE_MS / KNOCK_EVERY_MS }, (_, n) => n * KNOCK_EVERY_MS);
  return { leave, afterMs: FULL_HOUSE_MS, knocksAtMs: [...before, ...laterMs.map((ms) => FULL_HOUSE_MS + ms)] };
}

/** The phases of a search. */
export function phasesOf(settings: SearchSettings, { again, without }: Learnt = { again: 0, without: [] }) {
  const { perMinute, windowMs, restMs } = settings;
  const learnt = { ...(again > 0 ? { again } : {}), ...(without.length > 0 ? { without } : {}) };
  const probe = (offer: number, holdMs: number, more: Partial<Probe> = {}): Probe => ({
    offer,
    perMinute,
    holdMs: Math.min(windowMs, holdMs),
    restMs,
    knocks: 0,
    ...learnt,
    ...more,
  });
  /** Slower where all knocks of a probe, of which a share is refused again and again, would not fit into a minute. */
  const paced = (offer: number, refused: number): number => {
    const knocks = offer * (1 + again * refused);
    return knocks <= perMinute ? perMinute : (perMinute * offer) / knocks;
  };
  const longRestMs = Math.max(Math.min(LONGER * restMs, restMs + LONG_REST_MS), Math.min(windowMs, LONG_REST_MS));
  const overshoot = (offer: number, { slow, rested }: Offered, more: Partial<Probe> = {}) => {
    const pace = paced(offer, BEYOND_SHARE);
    return probe(offer, OVERSHOOT_HOLD_MS, {
      knocks: KNOCKS,
      perMinute: slow ? pace / SLOWER : pace,
      ...(rested ? { waitMs: longRestMs } : {}),
      ...more,
    });
  };
  const phase = (name: SearchPhase['name'], probes: readonly Probe[], untilRefusal = false): SearchPhase => ({
    name,
    probes,
    untilRefusal,
  });
  return {
    byHand: () => phase('overshoot', [overshoot(settings.most, AT_ONCE)]),
    bracket: (offer: number) => phase('bracket', [probe(offer, BRACKET_HOLD_MS, { perMinute: paced(offer, 1 / 2) })]),
    /** A fifth of a level, some times. The last probe holds for a window. */
    baseline: (level: number) => {
      const offer = Math.max(1, Math.floor(level * LOW));
      const wanted = Math.ceil(BASELINE_SESSIONS / offer);
      const count = Math.min(MAX_BASELINE_PROBES, Math.max(MIN_BASELINE_PROBES, wanted));
      const short = Array.from({ length: count - 1 }, () => probe(offer, BASELINE_HOLD_MS));
      return phase('baseline', [...short, probe(offer, windowMs)]);
    },
    /**
     * A full house, of which a share leaves, with knocks before and after. A thorough one begins when what left before is
     * free, and knocks until the longest release that is waited out.
     */
    release: (offer: number, inside: number, isThorough: boolean) => {
      const groups = isThorough ? RELEASE_KNOCKS_MS : RELEASE_KNOCKS_MS.slice(0, QUICK_KNOCKS);
      const laterMs = groups.flatMap((ms) => Array.from({ length: KNOCKS_AT_ONCE }, (_, n) => ms + n));
      const { leave, afterMs, knocksAtMs } = dipTimes(Math.max(1, Math.ceil(inside * DIP)), laterMs);
      const more = {
        perMinute: paced(offer, BEYOND_SHARE),
        ...(isThorough ? { waitMs: RELEASE_WAIT_MS } : {}),
        holdMs: Math.max(...knocksAtMs) + 1_500,
        dip: { leave, afterMs },
        knocks: knocksAtMs.length,
        knocksAtMs,
      };
      return phase('release', [probe(offer, windowMs, more)]);
    },
    overshoot: (offer: number, all: readonly Offered[]) =>
      phase(
        'overshoot',
        all.map((how) => overshoot(offer, how)),
      ),
    /** Probes as at the beginning, and one without each of `halves` of the deployments. */
    closing: (offer: number, count: number, halves: readonly (readonly number[])[]) =>
      phase('closing', [
        ...Array.from({ length: count }, () => overshoot(offer, AT_ONCE)),
        // Half of the deployments carry a whole load, so it comes half as fast.
        ...halves.map((half) =>
          overshoot(offer, AT_ONCE, { without: [...without, ...half], perMinute: paced(offer, 1 / 2) / 2 }),
        ),
      ]),
    /** As many of the wanted windows as fit into a phase. */
    confirm: (level: number, wanted: number, everyMs = 0) => {
      const eachMs = (level / perMinute) * 60_000 + windowMs + restMs;
      const count = Math.max(1, Math.min(wanted, Math.floor(PHASE_MS / Math.max(eachMs, everyMs))));
      const waitMs = Math.max(0, everyMs - eachMs);
      const window = probe(level, windowMs, waitMs > 0 ? { waitMs } : {});
      return phase(
        'confirm',
        Array.from({ length: count }, () => window),
        true,
      );
    },
  };
}
