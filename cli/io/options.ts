import { type Command, Option } from 'commander';

/** Options, and parsers of their values, that several commands share. */

/**
 * `-o, --output <file>` of a command whose result has a file without it too. `--out`, as it was called before, is taken
 * and not shown. Its value is read by `outputIn`.
 */
export function outputOption(command: Command, says: string): Command {
  return command.option('-o, --output <file>', says).addOption(new Option('--out <file>').hideHelp());
}

/** The value of `outputOption` under the key that commands read. */
export function outputIn<T extends { readonly output?: string; readonly out?: string }>(
  options: T,
): T & { out?: string } {
  const out = options.output ?? options.out;
  return out === undefined ? options : { ...options, out };
}

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
