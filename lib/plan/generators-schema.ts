import * as z from 'zod';
import { strict } from './strict-object.ts';

const COUNT = 'a whole number from 1 to 1000';
const PERCENT = 'whole percents from 1 to 100, such as {"amazon:us:ashburn": 60, "amazon:ie:dublin": 40}';

/** Where in k6 cloud the load comes from: percents by load zone (docs/facts/k6.md section 9, K9.7). */
const zones = z
  .record(z.string().min(1), z.int({ error: PERCENT }).min(1, { error: PERCENT }).max(100, { error: PERCENT }), {
    error: PERCENT,
  })
  .refine((percents) => Object.values(percents).reduce((sum, percent) => sum + percent, 0) === 100, {
    error: 'percents that add up to 100',
  });

/** The machines that k6 runs on. */
export const generators = strict({
  count: z.int({ error: COUNT }).min(1).max(1_000).default(1),
  memoryGb: z.number().positive().default(16),
  zones: zones.optional(),
});
