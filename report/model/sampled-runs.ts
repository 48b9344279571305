import { FoldedSamples } from '../fold/folded-samples.ts';
import type { SampleFile } from '../fold/input-file.ts';

/** Inputs whose samples belong to one run: pods side by side, or parts of a file that was split. */
export interface SampledRun {
  readonly paths: readonly string[];
  readonly samples: FoldedSamples;
  /** The virtual users of all pods together; undefined where nothing tells. */
  readonly maxVus: number | undefined;
}

/**
 * Sorts inputs into runs. Files that overlap in time are pods of one run. One whose samples have no declaration is
 * part of a file that was split: it belongs to the run before it. Whole files one after the other are runs of their
 * own: trials.
 */
export function runsOf(inputs: readonly SampleFile[]): SampledRun[] {
  const inTime = [...inputs].sort((a, b) => a.samples.firstMs - b.samples.firstMs);
  const runs: { paths: string[]; whole: FoldedSamples; parts: FoldedSamples[] }[] = [];
  for (const { path, samples } of inTime) {
    const last = runs.at(-1);
    if (last && (samples.firstMs <= last.whole.lastMs || isPart(samples) || isPart(last.whole))) {
      last.paths.push(path);
      last.parts.push(samples);
      last.whole.merge(samples);
    } else {
      const whole = new FoldedSamples();
      whole.merge(samples);
      runs.push({ paths: [path], whole, parts: [samples] });
    }
  }
  return runs.map(({ paths, whole, parts }) => ({ paths, samples: whole, maxVus: maxVusIn(parts) }));
}

/** Files of the shares of one run, whenever each began. `samples` is the fold of all. */
export function runOf(files: readonly SampleFile[], samples: FoldedSamples): SampledRun {
  return { paths: files.map(({ path }) => path), samples, maxVus: maxVusIn(files.map((file) => file.samples)) };
}

/** The sum over pods: a gauge of several together has only the largest. A part that declares nothing is no pod of its own. */
function maxVusIn(files: readonly FoldedSamples[]): number | undefined {
  let [pods, parts] = [0, 0];
  for (const { metrics } of files) {
    const gauge = metrics.get('vus_max');
    const max = Math.max(0, gauge?.select().max ?? 0);
    if (gauge?.declaration) pods += max;
    else parts = Math.max(parts, max);
  }
  return Math.max(pods, parts) || undefined;
}

function isPart(samples: FoldedSamples): boolean {
  return undeclared(samples).length > 0;
}

/** Metrics with samples that no line declares. */
export function undeclared({ metrics }: FoldedSamples): string[] {
  return [...metrics].filter(([, metric]) => metric.declaration === undefined).map(([name]) => name);
}

/**
 * The first metric whose thresholds two inputs declare differently: they ran under different plans. Undefined when
 * there is none.
 */
export function differenceOf(one: FoldedSamples, other: FoldedSamples): string | undefined {
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
