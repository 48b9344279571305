import { Fold } from '../fold/fold.ts';
import type { Samples } from '../read/input.ts';

/** Inputs whose samples belong to one run: pods side by side, or parts of a file that was split. */
export interface SampledRun {
  readonly paths: readonly string[];
  readonly fold: Fold;
}

/**
 * Sorts inputs into runs. Files that overlap in time are pods of one run. One whose samples have no declaration is
 * part of a file that was split: it belongs to the run before it. Whole files one after the other are runs of their
 * own: trials.
 */
export function runsOf(inputs: readonly Samples[]): SampledRun[] {
  const inTime = [...inputs].sort((a, b) => a.fold.firstMs - b.fold.firstMs);
  const runs: { paths: string[]; fold: Fold }[] = [];
  for (const { path, fold } of inTime) {
    const last = runs.at(-1);
    if (last && (fold.firstMs <= last.fold.lastMs || isPart(fold) || isPart(last.fold))) {
      last.paths.push(path);
      last.fold.merge(fold);
    } else {
      const whole = new Fold();
      whole.merge(fold);
      runs.push({ paths: [path], fold: whole });
    }
  }
  return runs;
}

function isPart(fold: Fold): boolean {
  return undeclared(fold).length > 0;
}

/** Metrics with samples that no line declares. */
export function undeclared(fold: Fold): string[] {
  return [...fold.metrics].filter(([, metric]) => metric.declaration === undefined).map(([name]) => name);
}

/**
 * The first metric whose thresholds two inputs declare differently: they ran under different plans. Undefined when
 * there is none.
 */
export function differenceOf(one: Fold, other: Fold): string | undefined {
  for (const [name, { declaration }] of one.metrics) {
    const theirs = other.metrics.get(name)?.declaration;
    if (declaration && theirs && !sameTexts(declaration.thresholds, theirs.thresholds)) {
      return `${name}: ${theirs.thresholds.join(', ') || 'no rule'}, not ${declaration.thresholds.join(', ') || 'no rule'}`;
    }
  }
  return undefined;
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}
