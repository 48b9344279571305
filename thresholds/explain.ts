import { measureNamed } from '../lib/measures/table/rows.ts';

/** What a rule of a gate is for, by its metric with or without tags. `headroom gates` prints it; a test keeps it complete. */
export function explanationOf(metric: string): string | undefined {
  const [, name = '', tags = ''] = /^([^{]*)(?:\{(.*)\})?$/.exec(metric) ?? [];
  const rule = measureNamed(name)?.rule;
  return rule?.[tags] ?? rule?.[''];
}
