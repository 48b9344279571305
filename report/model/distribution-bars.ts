import type { Histogram } from '../fold/histogram.ts';

const MAX_BARS = 40;
/** Bars go to this percentile; what is above stands in one last bar. */
const SHOWN_PERCENT = 99;

/** A distribution as bars of one width, from 0. */
export interface DistributionBars {
  readonly width: number;
  readonly counts: readonly number[];
  /** Values above the last bar. */
  readonly above: number;
}

export function barsOf(histogram: Histogram): DistributionBars {
  const width = niceWidth(histogram.percentile(SHOWN_PERCENT) / MAX_BARS);
  const counts: number[] = [];
  let above = 0;
  for (const [edge, count] of histogram.bins()) {
    const bar = Math.floor(edge / width + 1e-9);
    if (bar > MAX_BARS) above += count;
    else counts[bar] = (counts[bar] ?? 0) + count;
  }
  return { width, counts: Array.from(counts, (count) => count ?? 0), above };
}

/** The smallest of 1, 2, 5 and 10 times a power of ten that is not below `min`; 1 where `min` is not above 0. */
function niceWidth(min: number): number {
  if (!(min > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(min));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= min) ?? 10;
  return factor * power;
}
