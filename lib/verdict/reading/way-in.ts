import type { Reader } from '../../measures/readings.ts';
import {
  DEPLOYMENT_PLACES,
  DURATION_BINS,
  HOLD_SLICES,
  SIXTHS,
  TENTHS,
  TRIES,
  type Try,
} from '../../measures/table/tag-values.ts';
import { recordOf } from './record-of.ts';

/** Upgrades that were tried, and how many of them HTTP refused. */
export interface Tried {
  readonly tried: number;
  readonly refused: number;
}

/** A deployment's, by its place in the plan, from 1; those beyond the 16th together are `other`. */
export interface OfDeployment extends Tried {
  readonly place: string;
}

/** One 24th of the hold. */
export interface Slice extends Tried {
  readonly admitted: number;
  readonly closed: number;
  /** How many of those that closed something had cut. */
  readonly cut: number;
}

/** Sessions that closed, and how many of them something had cut. */
export interface Closed {
  readonly closed: number;
  readonly cut: number;
}

/** When, where and at which try customers came in, were refused or were cut: what tells causes apart. */
export interface WayIn {
  readonly tries: Readonly<Record<Try, Tried>>;
  /** The hold in 24 slices of one length. */
  readonly slices: readonly Slice[];
  /** Upgrades that opened in the hold, by the sixth of the minute in UTC. */
  readonly sixths: readonly number[];
  /** Empty where the plan has one deployment. */
  readonly deployments: readonly OfDeployment[];
  readonly cuts: {
    /** By the tenths of its sessions that the teardown still wanted, from 0 to 10. */
    readonly teardown: readonly Closed[];
    /** Cut sessions by how long they were open and quiet, in bins that grow by half from 1 s. */
    readonly byAge: readonly number[];
    /** Sessions that ended otherwise, by how long they were open. */
    readonly othersByAge: readonly number[];
    readonly byQuiet: readonly number[];
  };
}

/** Undefined where nothing of it was measured, as by earlier versions. */
export function readWayIn({ count, hits, total }: Reader): WayIn | undefined {
  const tries = recordOf(TRIES, (one) => ({
    tried: total('ws_upgrade_refused', { try: one }),
    refused: hits('ws_upgrade_refused', { try: one }),
  }));
  if (tries.first.tried === 0) return undefined;
  const slices = HOLD_SLICES.map((slice) => ({
    tried: total('ws_upgrade_refused', { slice }),
    refused: hits('ws_upgrade_refused', { slice }),
    admitted: count('upgrades_admitted', { slice }),
    closed: count('guest_sessions_closed', { slice }),
    cut: count('guest_sessions_closed', { slice, reason: 'dropped' }),
  }));
  const deployments = DEPLOYMENT_PLACES.map((deployment) => ({
    place: deployment,
    tried: total('ws_upgrade_refused', { deployment }),
    refused: hits('ws_upgrade_refused', { deployment }),
  }));
  return {
    tries,
    slices,
    sixths: SIXTHS.map((sixth) => count('upgrades_admitted', { sixth })),
    deployments: deployments.filter(({ tried }) => tried > 0),
    cuts: {
      teardown: TENTHS.map((wanted) => ({
        closed: count('guest_sessions_closed', { wanted }),
        cut: count('guest_sessions_closed', { wanted, reason: 'dropped' }),
      })),
      byAge: DURATION_BINS.map((age) => count('guest_sessions_closed', { age, reason: 'dropped' })),
      othersByAge: DURATION_BINS.map(
        (age) => count('guest_sessions_closed', { age }) - count('guest_sessions_closed', { age, reason: 'dropped' }),
      ),
      byQuiet: DURATION_BINS.map((quiet) => count('guest_sessions_closed', { quiet })),
    },
  };
}
