import * as z from 'zod';

/** A span of time, with both ends. */
export interface QueryInterval {
  /** As the query gave it. */
  readonly text: string;
  /** Unix times (ms). */
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether Unix time `ms` is in it. */
  holds(ms: number): boolean;
}

/** The interval of an analytics query: ISO 8601, `from/to`. */
export const intervalSchema = z.string().transform((text, context): QueryInterval => {
  const [from, to] = text.split('/').map((instant) => Date.parse(instant));
  if (from !== undefined && to !== undefined && from <= to) {
    return { text, fromMs: from, toMs: to, holds: (ms) => ms >= from && ms <= to };
  }
  context.addIssue({ code: 'custom', message: 'has to be two instants, as 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z' });
  return z.NEVER;
});
