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

/**
 * How sure the claim for the level that is tried as number `tried`, from 1, has to be by itself, so that all levels
 * together are claimed with `confidence`: the error is halved from level to level, and sums up to 1 − C.
 */
export function confidenceAt(tried: number, confidence: number): number {
  return 1 - (1 - confidence) / 2 ** tried;
}

/**
 * How many clean windows the level that is tried as number `tried` needs.
 *
 * @example
 * [1, 2, 3, 4].map((tried) => windowsAt(tried, 0.9, 0.9)); // [29, 36, 42, 49]
 */
export function windowsAt(tried: number, confidence: number, reliability: number): number {
  return cleanWindows(confidenceAt(tried, confidence), reliability);
}
