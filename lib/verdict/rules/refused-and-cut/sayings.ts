import type { Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import { statusText } from '../../reading/refusals.ts';
import type { OfDeployment, WayIn } from '../../reading/way-in.ts';
import { type Cause, type Finding, percent } from '../finding.ts';
import { deploymentsText } from './deployments.ts';
import type { HeldWhileRefused } from './held-while-refused.ts';
import { mayBeOutage } from './outage.ts';
import { sumOf } from './sum-of.ts';

/** The findings on refused upgrades, in words. */

/** Connections a minute that Genesys publishes for one deployment (docs/facts/genesys.md section 1.8). */
const PUBLISHED_RATE = 1_000;

/** A level of sessions that refuses the next one. */
export function aCeiling(reading: Reading, wayIn: WayIn, plan: Plan, held: HeldWhileRefused): Finding {
  const { hold } = reading.phases;
  const { mean, least, most } = held;
  const planFor = Math.min(least, mean);
  const range = most - least > Math.max(2, 0.1 * mean) ? `, between ${least} and ${most} as the hold went on` : '';
  return {
    cause: 'tenant-connection-ceiling',
    says: `The tenant holds ${mean} sessions${range} and refuses the next one.`,
    evidence: [
      ...refusedText(reading, wayIn, plan),
      `in the hold ${hold.admitted} upgrades were admitted as ${hold.closed} sessions left, part by part: who leaves is replaced, and nobody else`,
      scopeText(reading, plan),
    ],
    change: `Ask Genesys what limits concurrent web messaging connections of the org at ${mean}, with headroom ceiling's result; until then plan for fewer than ${planFor} of ${plan.customers.sessions} sessions${planFor < mean ? ', the least of the parts of the hold' : ''}.`,
    next: 'One run cannot tell whether the limit is the org’s, or one of the source address, of a deployment or of all sockets together: headroom attribute does.',
  };
}

/** A pace of connections that refuses what comes faster. `because` is what no level explains. */
export function aThrottle(reading: Reading, wayIn: WayIn, plan: Plan, because: string): Finding {
  const { perMinute } = plan.customers;
  const published = PUBLISHED_RATE * plan.deployments.length;
  return {
    cause: 'connection-rate-throttle',
    says: `Connections come too fast: at ${perMinute} a minute upgrades are refused, whatever the level.`,
    evidence: [
      ...refusedText(reading, wayIn, plan),
      because,
      `the ramp asked for ${perMinute} sessions a minute; the published rate is ${PUBLISHED_RATE} for each of ${plan.deployments.length} deployments${perMinute > published ? ', which is less' : ''}`,
    ],
    change: `Ramp more gently than ${perMinute} a minute, spread the sessions over more deployments than ${plan.deployments.length}, and let retries back off (retry.first, retry.factor). Visits that last longer need fewer connections.`,
    next: `headroom attribute <plan> --axes pace tries the same level at two paces.`,
  };
}

const LEVEL_OR_PACE: readonly Cause[] = ['tenant-connection-ceiling', 'connection-rate-throttle'];
/** A longer list says nothing. */
const MOST_CANDIDATES = 3;

/** What it can be where the figures do not part a level from a pace. `others` it can be as well. */
export function levelOrPace(reading: Reading, wayIn: WayIn, plan: Plan, others: readonly Cause[]): Finding {
  const may: readonly Cause[] = mayBeOutage(reading, wayIn) ? [...others, 'outage'] : others;
  const also = `${may.includes('refusals-by-chance') ? ', or by chance' : ''}${may.includes('outage') ? ', or were all refused for a while' : ''}`;
  return {
    cause: 'undetermined',
    says: `Upgrades are refused by a limit on the sessions at once or on the connections a minute${also}: this run cannot tell.`,
    evidence: [
      ...refusedText(reading, wayIn, plan),
      `in the hold ${reading.phases.hold.admitted} upgrades were admitted and ${reading.phases.hold.closed} sessions left; from ${reading.heldAfterRamp} sessions the level came to ${reading.heldAfterHold}`,
    ],
    candidates: LEVEL_OR_PACE.concat(may).slice(0, MOST_CANDIDATES),
    next: 'headroom attribute <plan> --axes pace tells them apart with silent sessions; so does a hold of at least 3 minutes and several visits.',
  };
}

/** Upgrades that are refused by chance, whatever the level. */
export function byChance(reading: Reading, { tries: { first, echo } }: WayIn): Finding {
  return {
    cause: 'refusals-by-chance',
    says: `${percent(first.refused / first.tried)} of the upgrades are refused by chance, at any level and at any time.`,
    evidence: [
      `${reading.refused} of ${reading.attempts} upgrades were refused by HTTP`,
      `${echo.tried - echo.refused} of ${echo.tried} that knocked again at once were let in, so no level and no pace had refused them`,
    ],
    change:
      'Look at what answers behind the load balancer: one of several nodes that is broken, or an overloaded service. Retries (retry.attempts) hide it from customers at most.',
    next: 'headroom ceiling measures the share at a low level, and finds the level beside it.',
  };
}

/** Deployments that refuse everything. */
export function refusing(dead: readonly OfDeployment[], { deployments }: Plan): Finding {
  const [tried, refused] = [sumOf(dead, 'tried'), sumOf(dead, 'refused')];
  const places = dead.map(({ place }) => place).join(', ');
  return {
    cause: 'deployment-refused',
    says: `${dead.length} of ${deployments.length} deployments let nobody in (in the plan's order: ${places}), and the others do.`,
    evidence: [`${refused} of ${tried} upgrades at ${dead.length === 1 ? 'it' : 'them'} were refused`],
    change: `Check id, origin and status of deployment ${places} of the plan: headroom preflight reads them.`,
  };
}

/** Results of earlier versions carry no echo and no parts of the hold. */
export function unknownLimit(reading: Reading): Finding {
  return {
    cause: 'undetermined',
    says: `${reading.refused} of ${reading.attempts} upgrades were refused by HTTP, and this result does not say when and at which try.`,
    evidence: [
      `${reading.heldAfterRamp} sessions were open after the ramp, and ${reading.heldAfterHold} after the hold`,
    ],
    candidates: ['tenant-connection-ceiling', 'connection-rate-throttle', 'refusals-by-chance'],
    next: 'Run it again with this version: its echoes and parts of the hold tell them apart.',
  };
}

function refusedText(reading: Reading, wayIn: WayIn, plan: Plan): string[] {
  const { refused, attempts, firstRefusalAt, tenant } = reading;
  const { echo, first } = wayIn.tries;
  const deployments = deploymentsText(wayIn, plan);
  return [
    `${refused} of ${attempts} upgrades were refused by HTTP, ${statusText(reading)}`,
    `${first.refused} of ${first.tried} first attempts were refused, and ${echo.refused} of ${echo.tried} that knocked again at once`,
    ...(firstRefusalAt === undefined ? [] : [`first refusal when session ${firstRefusalAt} was wanted`]),
    ...(deployments === undefined ? [] : [deployments]),
    ...(tenant.states.plateau > 0
      ? [
          `in ${percent(tenant.states.plateau)} of ${tenant.readings} readings active conversations stood still below the plan`,
        ]
      : []),
  ];
}

/** What the level was measured with: a limit may count more, or less, than the customers' sessions. */
function scopeText({ agents }: Reading, { deployments }: Plan): string {
  const sockets = agents.connected > 0 ? `, beside ${agents.connected} sockets of agents` : '';
  return `measured over ${deployments.length} ${deployments.length === 1 ? 'deployment' : 'deployments'}${sockets}; sessions of others in the org count against it, too`;
}
