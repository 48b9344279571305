import * as z from 'zod';

/** A span of time, from the first instant up to the last one. */
export interface Interval {
  readonly text: string;
  holds(ms: number): boolean;
}

/** ISO 8601 `from/to`, as analytics queries give it. */
export const intervalSchema = z.string().transform((text, context): Interval => {
  const [from, to] = text.split('/').map((instant) => Date.parse(instant));
  if (from !== undefined && to !== undefined && from <= to) return { text, holds: (ms) => ms >= from && ms <= to };
  context.addIssue({ code: 'custom', message: 'has to be two instants, as 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z' });
  return z.NEVER;
});
