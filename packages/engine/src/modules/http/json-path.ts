import type { Host } from '../../vu/host.ts';
import { type Component, components, innerOf } from './json-path-syntax.ts';
import { holdsFor, likeness } from './json-query.ts';

/**
 * Selects by a path of gjson, which k6 takes, written from its syntax page
 * (https://github.com/tidwall/gjson/blob/master/SYNTAX.md): keys with escapes and wildcards, indexes, `#`, queries, modifiers, pipes,
 * `{…}` and `[…]` of several paths, literals. A modifier that is not there ends the run by name.
 */
export function selectJson(host: Host, value: unknown, path: string): unknown {
  const found = new JsonPath(host, path).select(value, components(path));
  return Array.isArray(found) ? host.intrinsics.Array.from(found) : found;
}

class JsonPath {
  readonly #host: Host;
  readonly #path: string;

  constructor(host: Host, path: string) {
    this.#host = host;
    this.#path = path;
  }

  select(value: unknown, steps: readonly Component[]): unknown {
    const [step, ...rest] = steps;
    if (step === undefined) return value;
    const { text } = step;
    if (text === '#' || text.startsWith('#(') || text.startsWith('#[')) return this.#ofArray(value, text, rest);
    return this.select(this.#one(value, text), rest);
  }

  #one(value: unknown, text: string): unknown {
    if (text.startsWith('!')) return this.#host.parse(text.slice(1));
    if (text.startsWith('@')) return this.#modified(value, text);
    if (text.startsWith('{') || text.startsWith('[')) return this.#several(value, text);
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return /^\d+$/.test(text) ? value[Number(text)] : undefined;
    const object = value as Record<string, unknown>;
    if (!/[*?\\]/.test(text)) return Object.hasOwn(object, text) ? object[text] : undefined;
    const matches = likeness(text);
    const key = Object.keys(object).find((name) => matches(name));
    return key === undefined ? undefined : object[key];
  }

  /** `#` and queries. Steps joined by a dot go on with each element, from a pipe on with what they gave together. */
  #ofArray(value: unknown, text: string, rest: readonly Component[]): unknown {
    if (!Array.isArray(value)) return undefined;
    const pipe = rest.findIndex(({ joined }) => joined === '|');
    const [each, after] = pipe < 0 ? [rest, []] : [rest.slice(0, pipe), rest.slice(pipe)];
    if (text === '#') return this.select(each.length === 0 ? value.length : this.#ofEach(value, each), after);
    const { query, all } = innerOf(text);
    const holds = holdsFor(
      query,
      (one, path) => this.select(one, components(path)),
      (what) => this.#lacks(what),
    );
    if (!all) return this.select(value.find(holds), rest);
    return this.select(this.#ofEach(value.filter(holds), each), after);
  }

  #ofEach(values: readonly unknown[], steps: readonly Component[]): unknown[] {
    return values.map((one) => this.select(one, steps)).filter((one) => one !== undefined);
  }

  /** `[a,b]` is a list, `{a,"name":b}` an object of what the paths give. */
  #several(value: unknown, text: string): unknown {
    const parts = components(text.slice(1, -1), ',').map(({ text: part }) => part.trim());
    const named = parts.map((part) => {
      const [, quoted, path = part] = /^("(?:[^"\\]|\\.)*"):(.*)$/s.exec(part) ?? [];
      const name = quoted === undefined ? (components(path).at(-1)?.text ?? path) : String(this.#host.parse(quoted));
      return [name, this.select(value, components(path))] as const;
    });
    const there = named.filter(([, found]) => found !== undefined);
    return text.startsWith('[') ? there.map(([, found]) => found) : Object.fromEntries(there);
  }

  #modified(value: unknown, text: string): unknown {
    const [, name = '', argument] = /^@([^:]*)(?::(.*))?$/s.exec(text) ?? [];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    switch (name) {
      case 'this':
      case 'pretty':
      case 'ugly':
      case 'valid':
        return value;
      case 'reverse':
        if (Array.isArray(value)) return [...value].reverse();
        return isObject ? Object.fromEntries(Object.entries(value as object).reverse()) : value;
      case 'keys':
        return isObject ? Object.keys(value as object) : [];
      case 'values':
        return isObject ? Object.values(value as object) : Array.isArray(value) ? value : [];
      case 'flatten':
        return Array.isArray(value)
          ? value.flat(/"deep"\s*:\s*true/.test(argument ?? '') ? Number.POSITIVE_INFINITY : 1)
          : value;
      case 'join':
        return Array.isArray(value) ? Object.assign({}, ...value) : value;
      case 'tostr':
        return JSON.stringify(value);
      case 'fromstr':
        return typeof value === 'string' ? this.#host.parse(value) : undefined;
      case 'group':
        return isObject ? grouped(value as Record<string, unknown>) : undefined;
      default:
        throw this.#lacks(` with the modifier @${name}`);
    }
  }

  #lacks(what: string): Error {
    return this.#host.unsupported('jsonPath', ` "${this.#path}"${what}`);
  }
}

/** An object of lists as a list of objects. */
function grouped(lists: Readonly<Record<string, unknown>>): object[] {
  const columns = Object.entries(lists).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const length = Math.max(0, ...columns.map(([, list]) => list.length));
  return Array.from({ length }, (_, at) =>
    Object.fromEntries(columns.flatMap(([name, list]) => (at < list.length ? [[name, list[at]]] : []))),
  );
}
