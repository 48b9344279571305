import * as z from 'zod';

/** In the order in which they matter. `fail` spoils the test, `warn` may, and `unknown` could not be seen. */
export const CHECK_STATES = ['fail', 'warn', 'unknown', 'ok'] as const;

/** One thing that was looked at before a run. */
export interface Check {
  /** Such as `deployments`. */
  readonly what: string;
  readonly state: (typeof CHECK_STATES)[number];
  /** What was seen, with its figures. */
  readonly is: string;
  /** What to change, where something has to be. */
  readonly change?: string;
}

/** What `headroom preflight --json` prints. */
export interface Preflight {
  readonly plan: string;
  readonly target: string;
  /** When the org was looked at (ISO 8601). */
  readonly at: string;
  readonly checks: readonly Check[];
}

export const preflightSchema = z.looseObject({
  plan: z.string(),
  target: z.string(),
  at: z.string().refine((text) => !Number.isNaN(Date.parse(text)), { error: 'a date and time (ISO 8601)' }),
  checks: z.array(
    z.looseObject({
      what: z.string(),
      state: z.enum(CHECK_STATES),
      is: z.string(),
      change: z.string().exactOptional(),
    }),
  ),
});
