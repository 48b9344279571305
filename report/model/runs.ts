import { Fold } from '../fold/fold.ts';
import type { Samples } from '../fold/input-file.ts';

/** Inputs whose samples belong to one run: pods side by side, or parts of a file that was split. */
export interface SampledRun {
  readonly paths: readonly string[];
  readonly fold: Fold;
  /** The most virtual users that all pods together had; undefined where nothing tells. */
  readonly mostVus: number | undefined;
}

/**
 * Sorts inputs into runs. Files that overlap in time are pods of one run. One whose samples have no declaration is
 * part of a file that was split: it belongs to the run before it. Whole files one after the other are runs of their
 * own: trials.
 */
export function runsOf(inputs: readonly Samples[]): SampledRun[] {
  const inTime = [...inputs].sort((a, b) => a.fold.firstMs - b.fold.firstMs);
  const runs: { paths: string[]; fold: Fold; folds: Fold[] }[] = [];
  for (const { path, fold } of inTime) {
    const last = runs.at(-1);
    if (last && (fold.firstMs <= last.fold.lastMs || isPart(fold) || isPart(last.fold))) {
      last.paths.push(path);
      last.folds.push(fold);
      last.fold.merge(fold);
    } else {
      const whole = new Fold();
      whole.merge(fold);
      runs.push({ paths: [path], fold: whole, folds: [fold] });
    }
  }
  return runs.map(({ paths, fold, folds }) => ({ paths, fold, mostVus: mostVusIn(folds) }));
}

/** The sum over pods: a gauge of several together has only the largest. A part that declares nothing is no pod of its own. */
function mostVusIn(folds: readonly Fold[]): number | undefined {
  let [pods, parts] = [0, 0];
  for (const { metrics } of folds) {
    const gauge = metrics.get('vus_max');
    const most = Math.max(0, gauge?.select().max ?? 0);
    if (gauge?.declaration) pods += most;
    else parts = Math.max(parts, most);
  }
  return Math.max(pods, parts) || undefined;
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
