import { streamFor } from '../lib/base/random.ts';
import type { Axis, AxisDesign, Design } from './attribution-axes.ts';
import { hodgesLehmannShift, type LocationShift } from './hodges-lehmann.ts';
import { permutationP } from './permutation-test.ts';
import { mean } from './statistics.ts';
import { outcomesOf, type Trial } from './trials.ts';

export type AxisAnswer = 'follows' | 'does not follow' | 'not shown';

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
  | 'none'
  | 'undetermined';

export interface Attribution {
  readonly level: number;
  readonly findings: readonly AxisFinding[];
  readonly notVaried: Design['notVaried'];
  readonly attachedTo: readonly Attachment[];
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
): Attribution {
  const raw = design.axes.map((axis, place) => tested(axis, history, streamFor(seed, 1_000 + place)));
  const adjusted = holm(raw.map(({ p }) => p));
  const findings = raw.map((finding, place) => judged(finding, adjusted[place]));
  return { level, findings, notVaried: design.notVaried, attachedTo: attachments(findings) };
}

type Tested = Omit<AxisFinding, 'answer' | 'why' | 'adjustedP'> & { readonly metALimit: boolean };

function tested({ name, armA, armB }: AxisDesign, history: readonly Trial[], random: () => number): Tested {
  const { a, b, metALimit } = outcomesOf(history, name);
  const base = { axis: name, armA, armB, a, b, metALimit };
  if (a.length < MIN_TRIALS || b.length < MIN_TRIALS) return base;
  return { ...base, p: permutationP(a, b, random), shift: hodgesLehmannShift(a, b, CONFIDENCE) };
}

function judged({ metALimit, ...finding }: Tested, adjustedP: number | undefined): AxisFinding {
  const { a, b, shift } = finding;
  if (shift === undefined || adjustedP === undefined) {
    return { ...finding, answer: 'not shown', why: `${a.length} and ${b.length} trials: too few` };
  }
  const row = { ...finding, adjustedP };
  if (!metALimit) return { ...row, answer: 'not shown', why: 'no limit was met in either arm' };
  const material = mean(a) * MATERIAL;
  if (adjustedP < SIGNIFICANT && shift.estimate >= material && shift.estimate > 0) {
    return { ...row, answer: 'follows', why: `arm b holds ${round(shift.estimate)} more` };
  }
  if (shift.upper < Math.max(1, material)) {
    return {
      ...row,
      answer: 'does not follow',
      why: `arm b holds at most ${round(shift.upper)} more, with 95 % confidence`,
    };
  }
  return { ...row, answer: 'not shown', why: 'the difference is neither sure nor surely small' };
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

/** The axes that the limit follows. It is the tenant's where it follows none of those that could be another limit. */
function attachments(findings: readonly AxisFinding[]): Attachment[] {
  const followed = findings.filter(({ answer }) => answer === 'follows').map(({ axis }) => ATTACHMENTS[axis]);
  if (followed.length > 0) return followed;
  if (findings.length > 0 && findings.every(({ why }) => why.startsWith('no limit'))) return ['none'];
  const excluded = (axis: Axis) =>
    findings.some((finding) => finding.axis === axis && finding.answer === 'does not follow');
  return (['source-address', 'deployment', 'pace'] as const).every(excluded)
    ? ['tenant-connection-ceiling']
    : ['undetermined'];
}

const round = (value: number): number => Math.round(value * 10) / 10;
