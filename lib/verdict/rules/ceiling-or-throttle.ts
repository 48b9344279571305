import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { statusText } from '../reading/refusals.ts';
import { type Finding, percent, SOME } from './finding.ts';

/** Connections a minute that Genesys publishes for one deployment (docs/facts/genesys.md section 1.8). */
const PUBLISHED_RATE = 1_000;
/** A smaller share of refusals holds nothing back: gates let it pass, too. */
const NOISE = 0.01;
/** A plan that reached this share of its sessions was not held back by refusals. */
const REACHED = 0.98;

/**
 * A ceiling on sessions and a limit on their pace both refuse. During a hold a ceiling keeps the level where it is,
 * since each session that leaves makes room for one. A limit on the pace lets the level move while it refuses.
 */
export function ceilingOrThrottle(reading: Reading, plan: Plan): Finding | undefined {
  const { ramp, hold } = reading.phases;
  const { refused, attempts, heldAfterRamp, heldAfterHold, firstRefusalAt } = reading;
  // Where visits come and go, a place may be free for a moment just when the hold ends.
  const held = Math.max(heldAfterRamp, heldAfterHold);
  if (refused === 0 || held <= 0) return undefined;
  if (refused < attempts * NOISE) return undefined;
  if (refused < attempts * SOME && held >= plan.customers.sessions * REACHED) return undefined;
  const evidence = [
    `${refused} of ${attempts} upgrades were refused by HTTP, ${statusText(reading)}`,
    `${held} sessions were held while others were refused`,
  ];
  if (firstRefusalAt !== undefined) evidence.push(`first refusal when session ${firstRefusalAt} was wanted`);
  const { readings, states } = reading.tenant;
  if (states.plateau > 0) {
    evidence.push(
      `in ${percent(states.plateau)} of ${readings} readings active conversations stood still below the plan`,
    );
  }
  if (hold.refused > 0) {
    const flow = `during the hold ${hold.attempts} upgrades were tried, ${hold.admitted} admitted and ${hold.closed} sessions left`;
    return moved(reading)
      ? throttle(reading, plan, [...evidence, `${flow}: the level moved from ${heldAfterRamp} to ${heldAfterHold}`])
      : ceiling(held, plan, [...evidence, `${flow}: no more came in than went out`]);
  }
  if (ramp.refused === 0) return undefined;
  const paced = `the ramp asked for ${plan.customers.perMinute} sessions a minute; the published rate is ${PUBLISHED_RATE} for each of ${plan.deployments.length} deployments`;
  if (plan.customers.perMinute > PUBLISHED_RATE * plan.deployments.length) {
    return throttle(reading, plan, [...evidence, paced]);
  }
  return {
    ...ceiling(held, plan, [...evidence, paced]),
    next: 'The run ended before its hold: an unpublished limit on rate would look the same. A hold tells them apart.',
  };
}

/**
 * Whether the level moved while upgrades were refused: up by more than a ceiling admits, or down although nearly as
 * many could have come as left. Below a ceiling some places are free for a moment, while refused sessions wait for
 * their next attempt. So a change counts in relation to how many came and left.
 */
function moved({ phases: { ramp, hold } }: Reading): boolean {
  const before = ramp.admitted - ramp.closed;
  const after = before + hold.admitted - hold.closed;
  const wasAtTheLimit = ramp.refused >= Math.max(3, ramp.attempts * 2 * SOME);
  const rose = after - before;
  if (wasAtTheLimit && rose > before * 0.02 + 2 && rose > hold.admitted * 0.2) return true;
  return after < before * 0.5 || (after < before * 0.85 - 2 && hold.admitted < hold.closed * 0.7);
}

function ceiling(level: number, plan: Plan, evidence: readonly string[]): Finding {
  return {
    cause: 'tenant-connection-ceiling',
    says: `The tenant holds ${level} sessions and refuses the next one.`,
    evidence,
    change: `Ask Genesys what limits concurrent web messaging connections of the org at ${level}, with headroom ceiling's result; until then plan for fewer than ${level} of ${plan.customers.sessions} sessions.`,
    next: 'One address cannot tell a limit on the source address from one on the tenant: headroom attribute does, from two.',
  };
}

function throttle({ heldAfterRamp, heldAfterHold }: Reading, plan: Plan, evidence: readonly string[]): Finding {
  return {
    cause: 'connection-rate-throttle',
    says: `Connections come too fast: at ${plan.customers.perMinute} a minute upgrades are refused, whatever the level.`,
    evidence,
    change: `Ramp more gently than ${plan.customers.perMinute} a minute, spread the sessions over more deployments than ${plan.deployments.length}, and let retries back off (retry.first, retry.factor).`,
    next: `Between ${Math.min(heldAfterRamp, heldAfterHold)} and ${Math.max(heldAfterRamp, heldAfterHold)} sessions were open while others were refused; headroom attribute tries the same level at two paces.`,
  };
}
