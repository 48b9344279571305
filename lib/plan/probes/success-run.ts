/**
 * The success-run rule: the number m of windows that have to be clean, all of them, to claim with `confidence` C that
 * at least the share `reliability` R of such windows is clean. R ≥ (1 − C)^(1/m).
 *
 * @example
 * cleanWindows(0.9, 0.9); // 22
 */
export function cleanWindows(confidence: number, reliability: number): number {
  // A rounding error must not turn 22 into 23 for 0.9 and 0.9.
  return Math.ceil(Math.log(1 - confidence) / Math.log(reliability) - 1e-9);
}
