import { measureNamed } from '../lib/measures/table/rows.ts';

/**
 * What a rule of a gate is for, by its metric with or without tags. `headroom gates` prints it.
 *
 * @example
 * explanationOf('messages{state:lost}'); // 'messages that the history does not hold'
 */
export function explanationOf(metric: string): string | undefined {
  const [, name = '', tags = ''] = /^([^{]*)(?:\{(.*)\})?$/.exec(metric) ?? [];
  const rule = measureNamed(name)?.rule;
  return rule?.[tags] ?? rule?.[''];
}
