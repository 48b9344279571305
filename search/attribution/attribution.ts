import { streamFor } from '../../lib/base/random.ts';
import { mean } from '../../lib/base/statistics.ts';
import type { ProbeReading } from '../../lib/plan/probes/phase.ts';
import { hodgesLehmannShift, type LocationShift } from '../statistics/hodges-lehmann.ts';
import { permutationP } from '../statistics/permutation-test.ts';
import { outcomesOf, type Trial } from '../trials/trials.ts';
import type { Axis, AxisDesign, Design } from './attribution-axes.ts';
import { type Dip, dipOf } from './dip.ts';
import type { Groundwork } from './groundwork.ts';

export type AxisAnswer = 'follows' | 'does not follow' | 'contradicts' | 'not shown';

/** The finding for one axis: what was varied, what came of it, and how sure it is. */
export interface AxisFinding {
  readonly axis: Axis;
  readonly answer: AxisAnswer;
  readonly armA: string;
  readonly armB: string;
  /** Sessions held in each trial. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** By how much arm b holds more than arm a, with a 95 % interval. */
  readonly shift?: LocationShift;
  /** The p of a one-sided permutation test, and the same after Holm's correction for all axes. */
  readonly p?: number;
  readonly adjustedP?: number;
  /** The trials of arm a in which sessions were held below the offer, after repeated knocks. */
  readonly metIn?: number;
  /** Knocks at a full house before and after some left; of the pace. */
  readonly dip?: Dip;
  readonly why: string;
}

/** What a limit is attached to, by the id of a cause where there is one (docs/verdict.md). */
export type Attachment =
  | 'source-address-limit'
  | 'deployment-limit'
  | 'duplicate-identity'
  | 'connection-rate-throttle'
  | 'session-weight'
  | 'one-pool-for-both-sides'
  | 'tenant-connection-ceiling'
  | 'deployment-inactive'
  | 'refused-by-chance'
  | 'sessions-cut'
  | 'none'
  | 'undetermined';

export interface Attribution {
  readonly level: number;
  readonly findings: readonly AxisFinding[];
  readonly notVaried: Design['notVaried'];
  readonly attachedTo: readonly Attachment[];
  /** What was found before the trials: what happens at a fifth of the level, and deployments that were left out. */
  readonly groundwork?: Groundwork;
}

const CONFIDENCE = 0.95;
const SIGNIFICANT = 1 - CONFIDENCE;
/** The minimum difference, as a share of what arm a holds. A smaller one is not called an attachment. */
const MATERIAL = 0.1;
const MIN_TRIALS = 3;

const ATTACHMENTS: Readonly<Record<Axis, Attachment>> = {
  'source-address': 'source-address-limit',
  deployment: 'deployment-limit',
  identity: 'duplicate-identity',
  pace: 'connection-rate-throttle',
  weight: 'session-weight',
  side: 'one-pool-for-both-sides',
};

/** Tests for each axis whether the limit follows it: permutation tests, with Holm's correction for their number. */
export function analyseAttribution(
  design: Design,
  history: readonly Trial[],
  level: number,
  seed: number,
  groundwork?: Groundwork,
): Attribution {
  const raw = design.axes.map((axis, place) => tested(axis, history, streamFor(seed, 1_000 + place)));
  const adjusted = holm(raw.map(({ p }) => p));
  const findings = raw.map((finding, place) => judged(finding, adjusted[place]));
  const attachedTo = named(findings, groundwork);
  return { level, findings, notVaried: design.notVaried, attachedTo, ...(groundwork ? { groundwork } : {}) };
}

type Tested = Omit<AxisFinding, 'answer' | 'why' | 'adjustedP'> & {
  readonly metALimit: boolean;
  readonly metIn: number;
  readonly metInB: number;
};

function tested({ name, armA, armB, a: phaseA }: AxisDesign, history: readonly Trial[], random: () => number): Tested {
  // A part of the sessions of a pace's trials leaves on purpose.
  const value = name === 'pace' ? ({ admitted }: ProbeReading) => admitted : undefined;
  const { a, b, readingsA, readingsB, metALimit } = outcomesOf(history, name, value);
  const met = (readings: readonly ProbeReading[]) =>
    readings.filter(({ refused, dropped, failed }) => refused + dropped + failed > 0).length;
  const { knocksAtMs, dip: leaving } = phaseA.probes[0] ?? {};
  const before = knocksAtMs?.filter((atMs) => atMs <= (leaving?.afterMs ?? 0)).length;
  const base = {
    axis: name,
    armA,
    armB,
    a,
    b,
    metALimit,
    metIn: met(readingsA),
    metInB: met(readingsB),
    ...(before === undefined ? {} : { dip: dipOf(readingsA, before) }),
  };
  if (a.length < MIN_TRIALS || b.length < MIN_TRIALS) return base;
  return { ...base, p: permutationP(a, b, random), shift: hodgesLehmannShift(a, b, CONFIDENCE) };
}

function judged({ metALimit, metInB, ...finding }: Tested, adjustedP: number | undefined): AxisFinding {
  const { a, b, shift, metIn, dip } = finding;
  const none = { ...finding, answer: 'not shown' as const };
  if (shift === undefined || adjustedP === undefined) {
    return { ...none, why: `${a.length} and ${b.length} trials: too few` };
  }
  const row = { ...finding, adjustedP };
  if (!metALimit) return { ...none, adjustedP, why: 'no limit was met in either arm' };
  const material = mean(a) * MATERIAL;
  if (shift.upper < 0 && shift.estimate <= -material) {
    return { ...row, answer: 'contradicts', why: `arm a holds ${round(-shift.estimate)} more, and not less` };
  }
  const isMore = adjustedP < SIGNIFICANT && shift.estimate >= material && shift.estimate > 0;
  const everyTrial = metIn === a.length;
  if (isMore && !everyTrial) {
    return { ...none, adjustedP, why: `arm a met a limit in ${metIn} of ${a.length} trials only` };
  }
  // Where sessions are closed and none is refused there is no full house, and no pace either.
  if (dip !== undefined && dip.before.of > 0) return { ...row, ...paceAnswer(dip, isMore, everyTrial, shift.estimate) };
  if (isMore) return { ...row, answer: 'follows', why: `arm b holds ${round(shift.estimate)} more` };
  if (shift.upper < Math.max(1, material) && everyTrial && metInB === b.length) {
    return {
      ...row,
      answer: 'does not follow',
      why: `arm b holds at most ${round(shift.upper)} more, with 95 % confidence`,
    };
  }
  if (!everyTrial || metInB < b.length) {
    return {
      ...none,
      adjustedP,
      why: `a limit was met in ${metIn} of ${a.length} trials of arm a, and ${metInB} of ${b.length} of arm b`,
    };
  }
  const seen = Math.max(material, (shift.upper - shift.lower) / 2);
  return {
    ...none,
    adjustedP,
    why: `the difference is neither sure nor surely small: about ${round(seen)} more would have been seen`,
  };
}

/** A pace lets in more when they come slowly, and takes no notice of who leaves; a level does. */
function paceAnswer(
  { before, after, says }: Dip,
  isMore: boolean,
  everyTrial: boolean,
  more: number,
): Pick<AxisFinding, 'answer' | 'why'> {
  const knocks = `${before.in} of ${before.of} knocks came in at a full house, and ${after.in} of ${after.of} when some had left`;
  if (says === 'level') {
    return isMore
      ? { answer: 'not shown', why: `slowly ${round(more)} more came in, and yet ${knocks}` }
      : { answer: 'does not follow', why: `who leaves makes room: ${knocks}` };
  }
  if (isMore) return { answer: 'follows', why: `slowly ${round(more)} more came in; ${knocks}` };
  if (says === 'pace' && everyTrial) return { answer: 'follows', why: knocks };
  const rest = says === 'nobody' ? ': a pace, or places that are free only later' : '';
  return { answer: 'not shown', why: `${knocks}${rest}` };
}

/**
 * Holm's step-down adjustment. A place without a p stays without one.
 *
 * @example holm([0.01, undefined, 0.04]) // [0.02, undefined, 0.04]
 */
export function holm(ps: readonly (number | undefined)[]): (number | undefined)[] {
  const known = ps.flatMap((p, place) => (p === undefined ? [] : [{ p, place }])).sort((x, y) => x.p - y.p);
  const adjusted: (number | undefined)[] = ps.map(() => undefined);
  let max = 0;
  for (const [rank, { p, place }] of known.entries()) {
    max = Math.max(max, Math.min(1, p * (known.length - rank)));
    adjusted[place] = max;
  }
  return adjusted;
}

/** What is refused or closed at a low level as well is named first: it has nothing to do with the level. */
function named(findings: readonly AxisFinding[], groundwork: Groundwork | undefined): Attachment[] {
  if (groundwork?.says === 'chance') return ['refused-by-chance'];
  if (groundwork?.says === 'cuts') return ['sessions-cut'];
  const dead: Attachment[] = (groundwork?.without.length ?? 0) > 0 ? ['deployment-inactive'] : [];
  const limits = attachments(findings);
  return dead.length > 0 && limits.join() === 'none' ? dead : [...dead, ...limits];
}

/** The axes that the limit follows. It is the tenant's where it follows none of those that could be another limit. */
function attachments(findings: readonly AxisFinding[]): Attachment[] {
  if (findings.some(({ answer }) => answer === 'contradicts')) return ['undetermined'];
  const isPaced = findings.some(({ dip }) => dip?.says === 'nobody' || dip?.says === 'pace');
  const followed = findings.filter(({ answer }) => answer === 'follows').map(({ axis }) => ATTACHMENTS[axis]);
  // Under a pace every arm holds what the minutes left it, so that only the pace itself can be named.
  if (isPaced && followed.length > 0)
    return followed.includes('connection-rate-throttle') ? ['connection-rate-throttle'] : ['undetermined'];
  if (followed.length > 0) return followed;
  if (findings.length > 0 && findings.every(({ why }) => why.startsWith('no limit'))) return ['none'];
  const excluded = (axis: Axis) =>
    findings.some((finding) => finding.axis === axis && finding.answer === 'does not follow');
  return (['source-address', 'deployment', 'pace'] as const).every(excluded)
    ? ['tenant-connection-ceiling']
    : ['undetermined'];
}

const round = (value: number): number => Math.round(value * 10) / 10;
