/** The three parts of a run, and the tag that splits counters by them. */
export const PHASES = ['ramp', 'hold', 'teardown'] as const;
export type Phase = (typeof PHASES)[number];
