/** What several commands take on their command line. */

/** An option that may be given again and again. */
export function collect(value: string, all: string[]): string[] {
  return [...all, value];
}

/** A seed is a whole number up to this. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

/** A whole number that an option gives. Throws one line. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`${option} ${text}; allowed: a whole number from ${min} to ${max}`);
}
