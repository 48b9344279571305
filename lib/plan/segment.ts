/** An execution segment: a part of the whole run, from 0 to 1. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

/** Fractions that differ by less are the same. */
const SAME = 1e-9;

/**
 * Reads an execution segment as k6 writes it, in fractions, decimals or per cent: `1/4:2/4`, `0.25:0.5`, or `1/4` for
 * `0:1/4`. Undefined for another text, and for the whole run.
 *
 * @example
 * segmentOf('1/4:2/4'); // { from: 0.25, to: 0.5 }
 */
export function segmentOf(text: string): Segment | undefined {
  const [from, to] = text.includes(':') ? text.split(':').map(fractionOf) : [0, fractionOf(text)];
  if (from === undefined || to === undefined || !(from >= 0 && from < to && to <= 1)) return undefined;
  return to - from > 1 - SAME ? undefined : { from, to };
}

function fractionOf(text: string): number {
  const [numerator = '', denominator = '1'] = text.trim().replace(/%$/, '/100').split('/');
  return numerator === '' ? Number.NaN : Number(numerator) / Number(denominator);
}

/**
 * All segments of a run, by the one of a share and the sequence that k6 was told, such as `0,1/4,1`. Without a sequence
 * k6 is taken to have equal parts where the segment can be one of them (docs/facts/k6.md section 4), and else the rest
 * before it and after it.
 */
export function segmentsOf(own: Segment, sequence: string | undefined): readonly Segment[] {
  const told = (sequence ?? '').split(',').map(fractionOf);
  const bounds = told.length > 1 && told.every((bound) => bound >= 0 && bound <= 1) ? told : assumedBounds(own);
  return bounds.slice(1).map((to, place) => ({ from: bounds[place] ?? 0, to }));
}

function assumedBounds({ from, to }: Segment): number[] {
  const parts = Math.round(1 / (to - from));
  const isEqual = isWhole(1 / (to - from)) && isWhole(from * parts);
  if (isEqual) return Array.from({ length: parts + 1 }, (_, part) => part / parts);
  return [...new Set([0, from, to, 1])];
}

/** How many shares a run has to be told of, by its segments: as many as the smallest of them goes into the whole. */
export function sharesNeeded(segments: readonly Segment[]): number {
  return Math.ceil(1 / Math.min(...segments.map(({ from, to }) => to - from)) - 1e-6);
}

export const isSameSegment = (one: Segment, other: Segment): boolean =>
  Math.abs(one.from - other.from) < SAME && Math.abs(one.to - other.to) < SAME;

/** Whether two segments have a part of the run in common. */
export const doOverlap = (one: Segment, other: Segment): boolean =>
  one.from < other.to - SAME && other.from < one.to - SAME;

/**
 * The share of a run that an execution segment stands for, in words; undefined for the whole run.
 *
 * @example
 * shareName('1/4:2/4'); // 'share 2 of 4'
 */
export function shareName(segment: string | null | undefined, sequence?: string): string | undefined {
  const own = segment ? segmentOf(segment) : undefined;
  if (own === undefined) return undefined;
  const all = segmentsOf(own, sequence);
  const place = all.findIndex((one) => isSameSegment(one, own));
  const isTold = sequence !== undefined && place >= 0;
  const isEqual = all.every(({ from, to }) => Math.abs(to - from - 1 / all.length) < SAME);
  return isTold || isEqual ? `share ${place + 1} of ${all.length}` : `share ${segment}`;
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6;
