import type { Host } from '../../vu/host.ts';

/** The statuses that count as expected, the result of `http.expectedStatuses`. */
export interface ExpectedStatuses {
  readonly ranges: readonly { readonly min: number; readonly max: number }[];
}

const made = new WeakSet<object>();

/** The statuses that k6 expects by default. */
export const defaultExpected: ExpectedStatuses = { ranges: [{ min: 200, max: 399 }] };

export function expectedStatuses(host: Host, given: readonly unknown[]): ExpectedStatuses {
  if (given.length === 0) throw host.typeError('no arguments');
  const ranges = given.map((one) => {
    if (typeof one === 'number' && Number.isInteger(one)) return { min: one, max: one };
    const { min, max } = (one ?? {}) as { min?: unknown; max?: unknown };
    if (Number.isInteger(min) && Number.isInteger(max)) return { min: Number(min), max: Number(max) };
    throw host.typeError('expectedStatuses takes integers and objects with integer min and max');
  });
  const expected = { ranges };
  made.add(expected);
  return expected;
}

export function isExpected(value: unknown): value is ExpectedStatuses {
  return typeof value === 'object' && value !== null && made.has(value);
}

export function expects({ ranges }: ExpectedStatuses, status: number): boolean {
  return ranges.some(({ min, max }) => status >= min && status <= max);
}
