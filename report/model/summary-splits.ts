import { splitsOf } from '../../lib/measures/splits.ts';
import { MEASURES } from '../../lib/measures/table/rows.ts';
import { SECONDS } from '../../lib/measures/table/tag-values.ts';
import { NEEDS } from '../../lib/plan/needs.ts';
import type { FoldedSamples } from '../fold/folded-samples.ts';

/**
 * Every submetric that a summary of any script reads. Samples carry all tags, so that the report can split them as k6
 * would have: what it makes of them does not depend on the thresholds that the run had.
 */
export function summarySplits({ metrics }: FoldedSamples): string[] {
  const values: Record<string, readonly string[]> = { second: SECONDS };
  for (const { name, splits } of MEASURES) {
    const metric = metrics.get(name);
    for (const { by } of metric === undefined ? [] : splits) {
      // Tags whose values follow from the run: as its samples have them.
      for (const [tag, known] of Object.entries(by))
        if (known.length === 0 && tag !== 'second') values[tag] = metric?.valuesOf(tag) ?? [];
    }
  }
  const sides = ['customer', 'agent', 'monitor', 'storm', 'probe'] as const;
  return Object.keys(splitsOf({ sides, meets: NEEDS, values }));
}
