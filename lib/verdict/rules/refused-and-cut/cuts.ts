import { BIN_GROWTH } from '../../../measures/table/tag-values.ts';
import type { Plan } from '../../../plan/schema.ts';
import { meanHeld, openSeconds } from '../../reading/level.ts';
import type { Reading } from '../../reading/reading.ts';
import type { Service } from '../../reading/service.ts';
import type { Closed, WayIn } from '../../reading/way-in.ts';
import { type Finding, percent, told } from '../finding.ts';
import { heldSentence, losesTooMany } from '../service.ts';
import { atMostEvents } from './binomial.ts';

/** Something closes sessions that are open and in use, and neither side asked for it. */
export function sessionsCut(reading: Reading, plan: Plan): Finding | undefined {
  const { service, dropped, notConfigured } = reading;
  if (service === undefined || !losesTooMany(reading, plan)) return undefined;
  const { cut } = service.outcomes;
  const { reached, of } = service.goals.stayed;
  const lost = of - reached;
  // A socket that is closed before its session is configured is cut too; its visit comes again, and may give up.
  const early = dropped + notConfigured.closed > 2 * reading.refused ? notConfigured.closed : 0;
  if (cut * 2 < lost && early * 2 < lost) return undefined;
  const kind = kindOf(reading, plan);
  const held = heldSentence(reading, plan);
  return {
    cause: kind.cause,
    says: `Open sessions are cut${kind.says}: ${cut} of ${of} visits lost their connection while it was in use.`,
    evidence: [
      `${dropped} connections were closed that neither customer nor agent had ended`,
      ...told(notConfigured.closed, 'sockets were closed before their session was configured'),
      ...kind.evidence,
      ...(held === undefined ? [] : [held]),
    ],
    change: `${kind.change}; coming again (retry) makes up for nothing.`,
    ...(kind.candidates === undefined ? {} : { candidates: kind.candidates }),
    ...(kind.next === undefined ? {} : { next: kind.next }),
  };
}

interface Kind {
  readonly cause: 'sessions-cut' | 'sessions-cut-by-level' | 'sessions-cut-by-age' | 'sessions-cut-by-quiet';
  readonly says: string;
  readonly evidence: readonly string[];
  readonly change: string;
  readonly candidates?: readonly Kind['cause'][];
  readonly next?: string;
}

const STANDS = 'Look at what stands between: load balancer, proxy and firewall';

function kindOf({ wayIn, service, dropped }: Reading, plan: Plan): Kind {
  if (wayIn === undefined || service === undefined) return untold([], ['level', 'age', 'quiet']);
  const { byAge, byQuiet } = wayIn.cuts;
  const held = meanHeld(service, plan);
  const below = belowTheLevel(wayIn, service, plan, held);
  const quiet = concentrated(byQuiet);
  const age = concentrated(byAge);
  const atOnce = cutAtOnce(wayIn, dropped);
  // Sessions that opened together are of one age, whatever cuts them.
  if (atOnce?.isTold && age === undefined) return { ...untold([atOnce.says], []), says: ' at once' };
  const older = age === undefined ? 0 : endedOlderThan(wayIn, age.toS);
  const may: By[] = [
    ...(below.says === 'goes on' ? [] : ['level' as const]),
    ...(age !== undefined && older < OLDER ? ['age' as const] : []),
    ...(quiet === undefined ? [] : ['quiet' as const]),
  ];
  if (atOnce !== undefined) return untold([atOnce.says, ...below.evidence], may);
  if (below.says === 'stops') return byLevel(below.evidence, held);
  if (quiet !== undefined && quiet.fromS >= LEAST_QUIET_S) return byTime('quiet', quiet, byQuiet);
  if (age !== undefined && older >= OLDER)
    return {
      ...untold([...below.evidence, `${older} sessions that were not cut lived longer`], may),
      says: ` within ${seconds(age.toS)} s of their opening`,
    };
  if (age !== undefined && below.says === 'goes on') return byTime('age', age, byAge);
  return { ...untold(below.evidence, may), says: may.length > 0 ? '' : ' at any age and at any level' };
}

/** By what sessions may be cut. */
type By = 'level' | 'age' | 'quiet';

const byLevel = (evidence: readonly string[], held: number | undefined): Kind => ({
  cause: 'sessions-cut-by-level',
  says: `, when there are more of them than ${held === undefined ? 'a level' : Math.round(held)}`,
  evidence,
  change: `${STANDS}, and at limits of the org on concurrent connections: something throws sessions out to let others in. Plan for fewer sessions at once`,
  next: 'headroom ceiling finds the level at which nobody is thrown out.',
});

function byTime(what: 'age' | 'quiet', { fromS, toS, share }: Concentrated, bins: readonly number[]): Kind {
  const count = bins.reduce((sum, one) => sum + one, 0);
  const range = `${seconds(fromS)} to ${seconds(toS)} s`;
  return what === 'age'
    ? {
        cause: 'sessions-cut-by-age',
        says: ` at an age of ${range}`,
        evidence: [`${percent(share)} of ${count} cut connections had been open for ${range}`],
        change: `${STANDS}: one of them ends connections at an age. Raise it above the longest visit`,
      }
    : {
        cause: 'sessions-cut-by-quiet',
        says: ` after ${range} without a frame`,
        evidence: [`${percent(share)} of ${count} cut connections had been quiet for ${range}`],
        change: `${STANDS}: one of them has an idle timeout. Raise it above the longest pause of a dialogue`,
      };
}

/** What to look at where something between the two sides ends sessions, and nothing tells by what. */
export const STANDS_BETWEEN =
  'Look at what stands between: limits and idle timeouts of load balancer, proxy and firewall';

function untold(evidence: readonly string[], may: readonly By[]): Kind {
  return {
    cause: 'sessions-cut',
    says: '',
    evidence,
    change: STANDS_BETWEEN,
    ...(may.length === 0 ? {} : { candidates: may.map((by) => `sessions-cut-by-${by}` as const), next: EXPERIMENT }),
  };
}

const EXPERIMENT =
  'A run with fewer sessions, and one with longer think times, tell whether sessions are cut by level, by age or by quiet.';

/** So many parts of the hold are few, and this share of the cuts in them is nearly all. */
const FEW_PARTS = 2;

/**
 * Nearly all cuts of the run in one or two parts of the hold: something was restarted. It is not told where sessions
 * ended in few parts at all: where all come and leave together, a level cuts them together too. Undefined where the cuts
 * are spread, or went on after the hold.
 */
function cutAtOnce(
  { slices }: WayIn,
  dropped: number,
): { readonly isTold: boolean; readonly says: string } | undefined {
  const cuts = slices.map(({ cut }) => cut).sort((a, b) => b - a);
  const all = cuts.reduce((total, count) => total + count, 0);
  const most = cuts.slice(0, FEW_PARTS).reduce((total, count) => total + count, 0);
  if (all < ENOUGH || most < Math.max(all, dropped) * NEARLY_ALL) return undefined;
  return {
    isTold: slices.filter(({ closed }) => closed > 0).length > 2 * FEW_PARTS,
    says: `${most} of ${all} cuts of the hold fell into ${FEW_PARTS} of its ${slices.length} parts, as where something was restarted`,
  };
}

interface Below {
  /** Whether cuts go on while the teardown wants fewer sessions than were held; unknown where too few closed then. */
  readonly says: 'stops' | 'goes on' | 'unknown';
  readonly evidence: readonly string[];
}

const ERROR = 0.005;
/** The teardown counts as below the level from this share of the sessions held. */
const BELOW = 0.8;

function belowTheLevel({ slices, cuts }: WayIn, service: Service, plan: Plan, held: number | undefined): Below {
  const { sessions } = plan.customers;
  const hold = slices.reduce<Closed>(sum, { closed: 0, cut: 0 });
  if (held === undefined || held === 0 || hold.closed === 0) return { says: 'unknown', evidence: [] };
  const tenths = Math.max(1, Math.floor((10 * held * BELOW) / sessions) + 1);
  const low = cuts.teardown.slice(0, tenths).reduce(sum, { closed: 0, cut: 0 });
  const { hold: inHold, teardown } = service.seconds;
  const lowSeconds = openSeconds(teardown) * shareBelow(tenths / 10, Math.min(1, held / sessions));
  const expected = (hold.cut * lowSeconds) / openSeconds(inHold);
  const evidence = [
    `${hold.cut} sessions were cut in the hold, and ${low.cut} of ${low.closed} while the teardown wanted less than ${tenths} tenths of the plan, where ${expected.toFixed(1)} were to be expected`,
  ];
  // Where few are cut of many, by chance none may be.
  if (atMostEvents(low.cut, expected) < ERROR && low.cut * 4 < expected) return { says: 'stops', evidence };
  const many = Math.max(5, expected / 2);
  return { says: low.cut >= many ? 'goes on' : 'unknown', evidence };
}

/**
 * The share of the teardown's session-seconds in which it wants less than `wanted` of the plan: it falls in a line, and
 * no more than `held` of the plan are open. All are shares of the plan.
 */
function shareBelow(wanted: number, held: number): number {
  const under = Math.min(wanted, held);
  return (under * under) / 2 / (held - (held * held) / 2);
}

const sum = (one: Closed, other: Closed): Closed => ({
  closed: one.closed + other.closed,
  cut: one.cut + other.cut,
});

interface Concentrated {
  readonly fromS: number;
  readonly toS: number;
  readonly share: number;
}

/** This share of the cuts in two neighbouring bins, of at least so many, are no accident. */
const NEARLY_ALL = 0.9;
const ENOUGH = 10;
/** Whoever is cut for another reason was quiet for a moment too. */
const LEAST_QUIET_S = 2.2;

/** The two neighbouring bins that hold nearly all; undefined where there are none. */
function concentrated(bins: readonly number[]): Concentrated | undefined {
  const all = bins.reduce((total, count) => total + count, 0);
  if (all < ENOUGH) return undefined;
  const pairs = bins.map((count, place) => count + (bins[place + 1] ?? 0));
  const place = pairs.indexOf(Math.max(...pairs));
  const share = (pairs[place] ?? 0) / all;
  return share < NEARLY_ALL
    ? undefined
    : { fromS: place === 0 ? 0 : BIN_GROWTH ** place, toS: BIN_GROWTH ** (place + 2), share };
}

/** So many sessions that lived longer show that no age cuts them. */
const OLDER = 3;

/** How many sessions that were not cut were open for longer. */
function endedOlderThan({ cuts: { othersByAge } }: WayIn, ageS: number): number {
  return othersByAge.reduce((all, count, bin) => (BIN_GROWTH ** bin >= ageS * 0.999 ? all + count : all), 0);
}

const seconds = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
