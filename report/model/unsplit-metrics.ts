import type { Reading } from '../../lib/verdict/reading.ts';
import type { MetricTable } from '../read/metric-table.ts';
import { wantedSplits } from './wanted-splits.ts';

const baseOf = (name: string): string => name.replace(/\{.*$/s, '');
const SPLIT_BASES = new Set(wantedSplits(undefined).map(baseOf));
const isSplitBase = (name: string) => SPLIT_BASES.has(name) || name.startsWith('storm_');

/**
 * Metrics of a summary that figures are read from by their tags, and of which no part by a tag is there: k6 splits
 * metrics by its thresholds, and a run with `--no-thresholds` has none. Empty where anything is split.
 */
export function unsplitMetrics(metrics: MetricTable): string[] {
  const names = Object.keys(metrics);
  const isSplit = names.some((name) => name.includes('{') && isSplitBase(baseOf(name)));
  return isSplit ? [] : names.filter(isSplitBase);
}

/** Figures that rest on whole metrics. */
const WHOLE: readonly (keyof Reading)[] = [
  'durationMs',
  'attempts',
  'refused',
  'refused503',
  'failed',
  'firstRefusalAt',
  'visits',
  'lateVisits',
];
const WHOLE_OF_AGENTS: readonly (keyof Reading['agents'])[] = ['connected', 'refused', 'acceptP95Ms'];

/** A reading of metrics that are not split: null for each figure that would need them to be. */
export function knownFigures(reading: Reading): object {
  const known = (figures: object, whole: readonly string[]) =>
    Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, whole.includes(key) ? value : null]));
  return { ...known(reading, WHOLE), agents: known(reading.agents, WHOLE_OF_AGENTS) };
}
