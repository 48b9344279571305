import { formatSeconds } from '../../lib/plan/duration.ts';

/** A duration to a tenth of a second below ten seconds, else to a second. */
export const seconds = (ms: number): string => (ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : formatSeconds(ms));
