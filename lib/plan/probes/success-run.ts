/**
 * The success-run rule: how many windows, all of them clean, give `confidence` that at least the share `reliability`
 * of such windows is clean: R ≥ (1 − C)^(1/m). 22 for 0.9 and 0.9.
 */
export function cleanWindows(confidence: number, reliability: number): number {
  // The logarithms of 0.9 and 0.9 must not become 23 by a rounding error.
  return Math.ceil(Math.log(1 - confidence) / Math.log(reliability) - 1e-9);
}
