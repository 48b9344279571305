import type { Measure } from './measure.ts';
import { type ScriptName, SIDES_OF } from './scripts.ts';
import { type MetricName, TABLE } from './table.ts';

/** A row of the table, whichever it is. */
export type AnyMeasure = Measure & { readonly name: MetricName };

/** The table in one list, for code that runs once a run and not in every VU. */
export const MEASURES: readonly AnyMeasure[] = TABLE.flatMap<AnyMeasure>((rows) => [...rows]);

/** The row of a metric; undefined for one that is not headroom's. */
export function measureNamed(name: string): AnyMeasure | undefined {
  return MEASURES.find((measure) => measure.name === name);
}

/** What a script declares: the metrics of the sides that it plays. */
export function measuresOf(script: ScriptName): readonly AnyMeasure[] {
  return MEASURES.filter(({ sides }) => SIDES_OF[script].some((side) => sides.includes(side)));
}
