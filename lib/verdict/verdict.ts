import type { Plan } from '../plan/schema.ts';
import type { Reading } from '../summary/reading.ts';

/** What stopped the next session, by the names of docs/verdict.md. This first cut knows three. */
export type Cause = 'tenant-connection-ceiling' | 'none' | 'undetermined';

export interface Verdict {
  readonly cause: Cause;
  /** One sentence. */
  readonly says: string;
  /** The figures it rests on. */
  readonly evidence: readonly string[];
  /** What would tell the runner-up apart. */
  readonly next: string | undefined;
}

/** Connections a minute that Genesys publishes for one deployment (genesys.md section 1.8). */
const PUBLISHED_RATE = 1_000;

/** The verdict on a run, from its metrics and its plan alone; undefined when nothing ran. */
export function verdictOn(reading: Reading, plan: Plan): Verdict | undefined {
  if (reading.attempts === 0) return undefined;
  if (reading.failed === 0) {
    return {
      cause: 'none',
      says: `Nothing stopped the next session: all ${reading.attempts} upgrades opened.`,
      evidence: [],
      next: undefined,
    };
  }
  return ceiling(reading, plan) ?? undetermined(reading);
}

/**
 * A ceiling admits, once it is reached, no more than leave. Needs refusals, a level that was held, and either a hold
 * in which that could be seen, or a ramp too gentle for a rate limit.
 */
function ceiling(reading: Reading, plan: Plan): Verdict | undefined {
  const { ramp, hold } = reading.phases;
  const level = reading.phases.hold.attempts > 0 ? reading.heldAfterHold : reading.heldAfterRamp;
  if (reading.refused === 0 || level <= 0) return undefined;
  const pace = plan.customers.perMinute;
  const evidence = [
    `${reading.refused} of ${reading.attempts} upgrades were refused by HTTP, ${reading.refused503} of them with 503`,
    `${level} sessions were held while others were refused`,
  ];
  if (reading.firstRefusalAt !== undefined) {
    evidence.push(`first refusal when session ${reading.firstRefusalAt} was wanted`);
  }
  if (hold.refused > 0) {
    if (hold.admitted > hold.closed + Math.max(2, level * 0.02)) return undefined;
    evidence.push(
      `during the hold ${hold.attempts} upgrades were tried, ${hold.admitted} admitted and ${hold.closed} sessions left: no more came in than went out`,
    );
    return {
      cause: 'tenant-connection-ceiling',
      says: `The tenant holds ${level} sessions and refuses the next one.`,
      evidence,
      next: 'One address cannot tell a limit on the source address from one on the tenant: run from a second address.',
    };
  }
  if (ramp.refused === 0 || pace > PUBLISHED_RATE * plan.deployments.length) return undefined;
  evidence.push(
    `the ramp asked for ${pace} sessions a minute; the published rate is ${PUBLISHED_RATE} for each of ${plan.deployments.length} deployments`,
  );
  return {
    cause: 'tenant-connection-ceiling',
    says: `The tenant held ${level} sessions and refused the next one.`,
    evidence,
    next: 'The run ended before its hold: an unpublished limit on rate would look the same. A hold tells them apart.',
  };
}

function undetermined(reading: Reading): Verdict {
  const seen = Object.entries(reading.causes).map(([cause, count]) => `${count} × ${cause}`);
  return {
    cause: 'undetermined',
    says: `${reading.failed} of ${reading.attempts} upgrades did not open, and the figures do not say why.`,
    evidence: seen,
    next: undefined,
  };
}
