import { invalidConfig } from '../contract/invalid-config.ts';

/** A command-line flag: `--name value`, `--name=value`, `-n value`, `-nvalue`, and `--name` alone when boolean. */
export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly boolean?: boolean;
}

export interface ParsedFlags {
  readonly positional: readonly string[];
  /** Every value given for a flag, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Parses k6's (pflag's) spelling. Throws a RunEnd 104 for an unknown flag or a missing value. */
export function parseFlags(argv: readonly string[], specs: readonly FlagSpec[]): ParsedFlags {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const byShort = new Map(specs.flatMap((spec) => (spec.short === undefined ? [] : [[spec.short, spec] as const])));
  const positional: string[] = [];
  const values = new Map<string, string[]>();
  const rest = [...argv];
  const keep = (spec: FlagSpec, value: string) => values.set(spec.name, [...(values.get(spec.name) ?? []), value]);
  const take = (shown: string): string => {
    const value = rest.shift();
    if (value === undefined) throw invalidConfig(`flag needs an argument: ${shown}`);
    return value;
  };
  const long = (word: string) => {
    const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const spec = byName.get(name);
    if (!spec) throw invalidConfig(`unknown flag: ${word.split('=', 1)[0]}`);
    keep(spec, value ?? (spec.boolean ? 'true' : take(`--${name}`)));
  };
  const short = (letters: string): void => {
    for (let at = 0; at < letters.length; at++) {
      const spec = byShort.get(letters.charAt(at));
      if (!spec) throw invalidConfig(`unknown shorthand flag: -${letters.charAt(at)} in -${letters}`);
      const after = letters.slice(at + 1);
      if (!spec.boolean || after.startsWith('=')) {
        keep(spec, after === '' ? take(`-${letters.charAt(at)}`) : after.replace(/^=/, ''));
        return;
      }
      keep(spec, 'true');
    }
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') positional.push(...rest.splice(0));
    else if (word.startsWith('--')) long(word);
    else if (word.startsWith('-') && word !== '-') short(word.slice(1));
    else positional.push(word);
  }
  return { positional, values };
}
