import type { Measure } from './measure.ts';
import { type ScriptName, SIDES_OF } from './scripts.ts';
import { type MetricName, TABLE } from './table.ts';

/** Any row of the table. */
export type AnyMeasure = Measure & { readonly name: MetricName };

/** The whole table as one list. For code that runs once a run, not in every VU. */
export const MEASURES: readonly AnyMeasure[] = TABLE.flatMap<AnyMeasure>((rows) => [...rows]);

/** The row of a metric; undefined for one that is not headroom's. */
export function measureNamed(name: string): AnyMeasure | undefined {
  return MEASURES.find((measure) => measure.name === name);
}

/** The metrics that a script declares: those of the sides that it plays. */
export function measuresOf(script: ScriptName): readonly AnyMeasure[] {
  return MEASURES.filter(({ sides }) => SIDES_OF[script].some((side) => sides.includes(side)));
}
