import type { Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import type { WayIn } from '../../reading/way-in.ts';
import type { Finding } from '../finding.ts';
import { losesTooMany } from '../service.ts';
import { balanceOf } from './admissions-follow-departures.ts';
import { atLeast } from './binomial.ts';
import { explainsEchoes, refusesAlike } from './chance.ts';
import { deadDeployments, withoutDead } from './deployments.ts';
import { natureOf } from './echo.ts';
import { fixedWindowIn, keepsToTheMinute, leaveTogether } from './fixed-window.ts';
import { heldWhileRefused } from './held-while-refused.ts';
import { outageIn } from './outage.ts';
import { aCeiling, aThrottle, byChance, levelOrPace, refusing, unknownLimit } from './sayings.ts';

/** A smaller share of refusals holds nothing back: gates let it pass, too. */
const NOISE = 0.01;
/** Refusals by chance up to this share, which retries absorb, are a note. */
const ABSORBED = 0.03;
/** How sure it has to be that chance refuses more than that. */
const SURE = 0.01;
/** What is less likely than this did not happen by chance. */
const UNLIKELY = 0.005;
/** So close (share) are the level at the first refusal and the one that was held later where they are one. */
const COINCIDES = 0.1;
/** What held this share more than when it had refused somebody before is no level that stands or falls. */
const RISES = 0.3;
/** A plan that reached this share of its sessions was not held back any more. */
const REACHED = 0.98;

/**
 * What refuses upgrades, the likeliest first: deployments that refuse everything, chance, an outage, a limit on the
 * level or on the pace. A status proves nothing: a rate limit may answer 503, and a ceiling 429 or 403. So the rules read
 * whether a refusal is repeated at once, when refusals happen, and whether admissions follow departures. Where one run
 * cannot tell, the finding names what it could be and the experiment that tells.
 */
export function refusals(reading: Reading, plan: Plan): Finding[] {
  const { wayIn, refused, attempts } = reading;
  if (refused === 0 || refused < attempts * NOISE) return [];
  if (wayIn === undefined) return [unknownLimit(reading)];
  const dead = deadDeployments(wayIn);
  const rest = withoutDead(wayIn, dead);
  const found = dead.length === 0 ? [] : [refusing(dead, plan)];
  if (rest.refused < rest.tried * NOISE) return found;
  // What refuses everything at some deployments is refused again at once, so echoes tell nothing of the others.
  if (dead.length > 0 && rest.refused < rest.tried * ABSORBED) return found;
  const limit = limitOf(reading, wayIn, plan);
  return limit === undefined ? found : [...found, limit];
}

function limitOf(reading: Reading, wayIn: WayIn, plan: Plan): Finding | undefined {
  const nature = natureOf(wayIn);
  const { first } = wayIn.tries;
  const harms = losesTooMany(reading, plan);
  if (nature !== 'state' && !harms && atLeast(first.refused, first.tried, ABSORBED) > SURE) return undefined;
  const late = beginsLate(reading, wayIn);
  const steady = refusesAlike(wayIn.slices);
  if (nature === 'chance')
    return late || !steady ? levelOrPace(reading, wayIn, plan, ['refusals-by-chance']) : byChance(reading, wayIn);
  const outage = outageIn(reading, wayIn, plan);
  if (outage !== undefined) return outage;
  // Where places come free fast, echoes get in too; that refusals begin late shows all the same that they are no chance.
  if (nature === 'unknown' && !late)
    return levelOrPace(reading, wayIn, plan, steady && explainsEchoes(wayIn) ? ['refusals-by-chance'] : []);
  return ofState(reading, wayIn, plan);
}

/** Whether so many sessions came in before the first refusal that no chance lets them all in. */
function beginsLate({ firstRefusalAt = 1 }: Reading, { tries: { first } }: WayIn): boolean {
  return (1 - first.refused / first.tried) ** (firstRefusalAt - 1) < UNLIKELY;
}

/** A level or a pace: by what refutes the other. */
function ofState(reading: Reading, wayIn: WayIn, plan: Plan): Finding {
  const { heldAfterHold } = reading;
  const { hold, ramp } = reading.phases;
  const held = heldWhileRefused(reading, wayIn);
  const { sessions } = plan.customers;
  // What was refused on the way up is held later, so no level refused it.
  if (ramp.refused > 0 && heldAfterHold >= sessions * REACHED && hold.refused <= hold.attempts * NOISE)
    return aThrottle(
      reading,
      wayIn,
      plan,
      `${heldAfterHold} of ${sessions} sessions were open at the end of the hold, so no level had refused them`,
    );
  if (held === undefined) return levelOrPace(reading, wayIn, plan, []);
  // What refused the first session was there later, too: a pace does that by accident alone.
  const coincides = Math.abs((reading.firstRefusalAt ?? 0) - held.mean) <= Math.max(2, held.mean * COINCIDES);
  const [rises, risesLate] = [held.rise > held.mean * RISES, held.lateRise > held.mean * RISES];
  const window = fixedWindowIn(wayIn, plan);
  // Visits of one length that leave a level together come back together, and where they last a minute, each minute.
  if (window !== undefined)
    return leaveTogether(wayIn, plan) ? levelOrPace(reading, wayIn, plan, []) : aThrottle(reading, wayIn, plan, window);
  const isSplit = plan.deployments.length > 1;
  switch (balanceOf(wayIn.slices, { holdMs: plan.customers.holdMs, coincides, rises, risesLate, isSplit })) {
    case 'level':
      // Visits that come and go within a minute follow a limit for each minute, too.
      return keepsToTheMinute(wayIn, plan)
        ? levelOrPace(reading, wayIn, plan, [])
        : aCeiling(reading, wayIn, plan, held);
    case 'pace':
      return aThrottle(reading, wayIn, plan, `in the hold ${hold.admitted} were admitted evenly, whoever left`);
    case 'unknown':
      return levelOrPace(reading, wayIn, plan, []);
  }
}
