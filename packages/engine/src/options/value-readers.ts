import { invalidConfig, shown } from '../contract/invalid-config.ts';
import { parseGoDuration } from '../time/go-duration.ts';

/**
 * Reads one option value, from JSON or from the text of a flag or variable. `where` is the name in the error. Throws a
 * RunEnd 104 with one line for an invalid value.
 */
export interface ValueReader<T> {
  json(value: unknown, where: string): T;
  text(value: string, where: string): T;
}

export const durationMs: ValueReader<number> = {
  json(value, where) {
    const ms = typeof value === 'number' ? value : typeof value === 'string' ? parseGoDuration(value) : undefined;
    return needed(
      ms !== undefined && Number.isFinite(ms) ? ms : undefined,
      value,
      where,
      'a duration such as "30s", "1m30s" or milliseconds',
    );
  },
  text(value, where) {
    return durationMs.json(value, where);
  },
};

export const integer: ValueReader<number> = {
  json(value, where) {
    const whole = typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
    return needed(whole, value, where, 'a whole number');
  },
  text(value, where) {
    return integer.json(/^[+-]?\d+$/.test(value.trim()) ? Number(value) : value, where);
  },
};

export const flag: ValueReader<boolean> = {
  json(value, where) {
    return needed(typeof value === 'boolean' ? value : undefined, value, where, 'true or false');
  },
  text(value, where) {
    if (/^(1|t|true)$/i.test(value)) return true;
    if (/^(0|f|false)$/i.test(value)) return false;
    return flag.json(value, where);
  },
};

export const text: ValueReader<string> = {
  json(value, where) {
    return needed(typeof value === 'string' ? value : undefined, value, where, 'a string');
  },
  text(value) {
    return value;
  },
};

export const textList: ValueReader<readonly string[]> = {
  json(value, where) {
    const strings =
      Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as string[]) : undefined;
    return needed(strings, value, where, 'an array of strings');
  },
  text(value) {
    return value === '' ? [] : value.split(',').map((one) => one.trim());
  },
};

/** An object of strings. As text: JSON, or `name=value` and `name:value` pairs separated by commas. */
export const textMap: ValueReader<Readonly<Record<string, string>>> = {
  json(value, where) {
    const entries = Object.entries(record(value, where));
    for (const [name, one] of entries) text.json(one, `${where}.${name}`);
    return Object.fromEntries(entries) as Record<string, string>;
  },
  text(value, where) {
    if (value.trimStart().startsWith('{')) return textMap.json(parseJson(value, where), where);
    const pairs = value.split(',').map((pair) => /^([^=:]+)[=:](.*)$/s.exec(pair));
    return Object.fromEntries(
      pairs.map((pair, at) => {
        if (!pair) throw invalidConfig(`${where}: "${value.split(',')[at]}" is not name=value`);
        return [pair[1]?.trim() ?? '', pair[2] ?? ''];
      }),
    );
  },
};

export function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return needed(plain ? (value as Record<string, unknown>) : undefined, value, where, 'an object');
}

export function list(value: unknown, where: string): readonly unknown[] {
  return needed(Array.isArray(value) ? (value as unknown[]) : undefined, value, where, 'an array');
}

export function parseJson(source: string, where: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw invalidConfig(`${where}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function needed<T>(value: T | undefined, given: unknown, where: string, allowed: string): T {
  if (value === undefined) throw invalidConfig(`${where}: ${shown(given)} is not ${allowed}`);
  return value;
}
