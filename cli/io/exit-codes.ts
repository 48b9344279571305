/** Exit codes that commands have in common with k6 (docs/facts/k6.md section 1). */

/** Something was judged, and is not well: for k6 a threshold that is crossed. */
export const NOT_WELL = 99;
/** A signal from outside, or a guard, ended the work. */
export const INTERRUPTED = 105;
