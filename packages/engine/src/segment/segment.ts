import { invalidConfig } from '../contract/invalid-config.ts';
import { type Fraction, gcd, ONE, parseFraction, reduce, same, scaledBy, value, ZERO } from './exact-fraction.ts';

/** Limit of the steps that striping one period takes. More would delay the start of a run noticeably. */
const MAX_STEPS = 10_000_000;
/** Without a sequence, a segment is taken as one of n equal parts only up to this n. */
const MAX_EQUAL_PARTS = 1000;

/**
 * The share of a test that this instance runs. VUs, iterations and arrivals are striped: numbered over the whole test
 * from 0, each number belongs to exactly one segment of the sequence, so all segments together make the whole.
 */
export class ExecutionSegment {
  /** `a:b` as given, or '' for the whole. */
  readonly name: string;
  readonly isWhole: boolean;
  /** How many numbers of a period each segment of the sequence gets. `#index` is the place of this segment in it. */
  readonly #lengths: readonly number[];
  readonly #index: number;
  readonly #period: number;
  /** The numbers of each period that belong to this segment, ascending. */
  readonly #ours: readonly number[];

  constructor(name: string, lengths: readonly number[], index: number) {
    this.name = name;
    this.#lengths = lengths;
    this.#index = index;
    this.#period = lengths.reduce((sum, length) => sum + length);
    const ours: number[] = [];
    dealt(lengths, this.#period).forEach((owner, number) => {
      if (owner === index) ours.push(number);
    });
    this.#ours = ours;
    this.isWhole = this.#ours.length === this.#period;
  }

  /** How many of the first `count` numbers of the test belong to this segment. */
  scale(count: number): number {
    const rest = count % this.#period;
    return Math.floor(count / this.#period) * this.#ours.length + lowerBound(this.#ours, rest);
  }

  /** The number in the whole test of this segment's k-th, both from 0. */
  globalIndex(local: number): number {
    const place = this.#ours[local % this.#ours.length] ?? 0;
    return Math.floor(local / this.#ours.length) * this.#period + place;
  }

  /**
   * This segment's share of work that only VUs can do, in a test with `vus` VUs. The work is striped over the segments
   * that have a VU, in their proportions; each instance can compute that alone. When all segments have VUs it is the
   * segment itself.
   */
  shareOfWork(vus: number): ExecutionSegment {
    const withVus = new Set(dealt(this.#lengths, Math.min(vus, this.#period)));
    const lengths = this.#lengths.map((length, at) => (withVus.has(at) ? length : 0));
    return new ExecutionSegment(this.name, lengths, this.#index);
  }
}

export const WHOLE = new ExecutionSegment('', [1], 0);

/**
 * Reads --execution-segment (`1/4:2/4`, `25%:50%`, `0.25:0.5`, `1/4` for `0:1/4`) and --execution-segment-sequence
 * (`0,1/4,2/4,3/4,1`). Without a sequence, equal parts are assumed when the segment is one of n equal parts, and else
 * the rest before it and after it.
 */
export function parseSegment(segment: string, sequence: string): ExecutionSegment {
  const [from, to] = segment.trim() === '' ? [ZERO, ONE] : parseBounds(segment);
  const bounds = sequence.trim() === '' ? assumedBounds(from, to) : parseSequence(sequence);
  const index = bounds.findIndex((bound, at) => same(bound, from) && same(bounds[at + 1], to));
  if (index < 0) throw invalidConfig(`execution segment ${segment} is not one of the sequence ${sequence}`);
  const period = bounds.reduce((sum, bound) => (sum * bound.den) / gcd(sum, bound.den), 1);
  if (period * bounds.length > MAX_STEPS)
    throw invalidConfig(`execution segment ${segment}: its fractions are too fine`);
  const lengths = bounds.slice(1).map((bound, at) => scaledBy(bound, period) - scaledBy(bounds[at] ?? ZERO, period));
  return new ExecutionSegment(segment.trim(), lengths, index);
}

/**
 * Deals the numbers 0…count-1 out in proportion to `lengths` and as evenly as possible: the segment that is furthest
 * behind its share gets the next number. Gives the segment of each number. The pattern repeats after as many numbers as
 * the lengths add up to.
 */
function dealt(lengths: readonly number[], count: number): readonly number[] {
  const period = lengths.reduce((sum, length) => sum + length);
  const behind: number[] = [];
  const owners: number[] = [];
  while (owners.length < count) {
    let next = 0;
    lengths.forEach((length, at) => {
      behind[at] = (behind[at] ?? 0) + length;
      if ((behind[at] ?? 0) > (behind[next] ?? 0)) next = at;
    });
    behind[next] = (behind[next] ?? 0) - period;
    owners.push(next);
  }
  return owners;
}

function parseBounds(segment: string): readonly [Fraction, Fraction] {
  const given = segment.split(':').map(parseFraction);
  const [from, to] = given.length === 1 ? [ZERO, ...given] : given;
  if (given.length > 2 || !from || !to)
    throw invalidConfig(`execution segment "${segment}" is not from:to, such as 0:1/4`);
  if (value(from) >= value(to)) throw invalidConfig(`execution segment "${segment}": its start must be before its end`);
  return [from, to];
}

function parseSequence(sequence: string): readonly Fraction[] {
  const bounds = sequence.split(',').map(parseFraction);
  const ascending = bounds.every((bound, at) => at === 0 || value(bounds[at - 1] ?? ZERO) < value(bound));
  if (!ascending || !same(bounds[0], ZERO) || !same(bounds.at(-1), ONE)) {
    throw invalidConfig(`execution segment sequence "${sequence}" must ascend from 0 to 1, such as 0,1/4,2/4,3/4,1`);
  }
  return bounds;
}

function assumedBounds(from: Fraction, to: Fraction): readonly Fraction[] {
  const length = reduce(to.num * from.den - from.num * to.den, to.den * from.den);
  const parts = length.den;
  if (length.num === 1 && parts <= MAX_EQUAL_PARTS && Number.isInteger(value(from) * parts)) {
    return Array.from({ length: parts + 1 }, (_, at) => reduce(at, parts));
  }
  return [ZERO, from, to, ONE];
}

function lowerBound(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
