/** Parsers of option values that several commands share. */

/** Collects the values of an option that may be repeated (a parser for commander). */
export function collect(value: string, all: string[]): string[] {
  return [...all, value];
}

/** The largest seed: every integer up to it is exact. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

/**
 * Parses the value of an option as an integer from `min` to `max`. Throws an error of one line that names the option.
 */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`${option} ${text}; allowed: a whole number from ${min} to ${max}`);
}
