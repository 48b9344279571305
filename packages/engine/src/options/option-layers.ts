import { unsupported } from '../contract/invalid-config.ts';
import { decodeOptions } from './decode-json.ts';
import { OPTIONS, type OptionSpec, UNSUPPORTED } from './option-table.ts';
import type { ParsedFlags } from './parse-flags.ts';
import { flag, parseJson, record } from './value-readers.ts';

/** The options that one source sets, each read and checked. Durations are in ms. */
export type OptionLayer = Readonly<Record<string, unknown>>;

/** The keys that say how load is made. One of them in a higher layer wipes all of them in lower layers. */
const EXECUTION = ['duration', 'iterations', 'stages', 'scenarios'] as const;

/** Reads a script's `options` or a config file. Unknown keys go to `warn`; null means unset. */
export function layerFromObject(source: unknown, where: string, warn: (line: string) => void): OptionLayer {
  const known = new Map(OPTIONS.filter((spec) => !spec.outsideOnly).map((spec) => [spec.key, spec]));
  const refused = new Map(UNSUPPORTED.map((one) => [one.key, one]));
  const layer: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(decodeOptions(record(source, where), where, warn))) {
    if (value === undefined || value === null) continue;
    const spec = known.get(key);
    const no = refused.get(key);
    if (no && isSet(value)) throw unsupported(`${where}: option "${key}"`, no.why);
    if (spec) layer[key] = spec.reader.json(value, `${where}: ${key}`);
    else if (!no) warn(`${where}: unknown option "${key}" has no effect`);
  }
  return layer;
}

export function layerFromConfigFile(text: string, path: string, warn: (line: string) => void): OptionLayer {
  return layerFromObject(parseJson(text, path), path, warn);
}

export function layerFromEnv(env: Readonly<Record<string, string | undefined>>): OptionLayer {
  for (const { env: name, why } of UNSUPPORTED) {
    const value = name === undefined ? undefined : env[name];
    if (value !== undefined && !['', 'false', '0'].includes(value)) throw unsupported(`${name}`, why);
  }
  return readTexts(
    (spec) => (spec.env === undefined || !env[spec.env] ? [] : [env[spec.env] ?? '']),
    (spec) => spec.env ?? '',
  );
}

export function layerFromFlags(flags: ParsedFlags): OptionLayer {
  for (const { flag: name, why } of UNSUPPORTED) {
    const value = name === undefined ? undefined : flags.values.get(name)?.at(-1);
    if (value !== undefined && value !== 'false') throw unsupported(`--${name}`, why);
  }
  return readTexts(
    (spec) => flags.values.get(spec.flag ?? '') ?? [],
    (spec) => `--${spec.flag}`,
  );
}

function readTexts(texts: (spec: OptionSpec) => readonly string[], name: (spec: OptionSpec) => string): OptionLayer {
  const layer: Record<string, unknown> = {};
  for (const spec of OPTIONS) {
    const values = texts(spec);
    if (values.length === 0) continue;
    const read = values.map((value) => spec.reader.text(value, name(spec)));
    layer[spec.key] = read.length === 1 ? read[0] : combined(read);
  }
  return layer;
}

/**
 * Combines the values of a repeated flag: lists and stages are joined, tags merged; of other values the last one
 * counts.
 */
function combined(values: readonly unknown[]): unknown {
  if (values.every(Array.isArray)) return values.flat();
  if (values.every((value) => typeof value === 'object')) return Object.assign({}, ...values);
  return values.at(-1);
}

/** Merges layers, the lowest first. `warn` is told when a bare `vus` in a higher layer replaces scenarios (k6 v2.1). */
export function mergeLayers(layers: readonly OptionLayer[], warn: (line: string) => void): OptionLayer {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    if (EXECUTION.some((key) => layer[key] !== undefined)) for (const key of EXECUTION) delete merged[key];
    else if (layer.vus !== undefined && merged.scenarios !== undefined) {
      warn('vus given from outside replaces the scenarios of the script');
      delete merged.scenarios;
    }
    Object.assign(merged, layer);
  }
  return merged;
}

/** The flags of the options table and of what is refused, for the parser. */
export function optionFlags() {
  const known = OPTIONS.flatMap(({ flag: name, short, reader }) =>
    name === undefined ? [] : [{ name, ...(short === undefined ? {} : { short }), boolean: reader === flag }],
  );
  const refused = UNSUPPORTED.flatMap(({ flag: name, short, boolean }) =>
    name === undefined ? [] : [{ name, ...(short === undefined ? {} : { short }), boolean: boolean === true }],
  );
  return [...known, ...refused];
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== false && value !== '' && value !== 0;
}
