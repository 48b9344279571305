import { invalidConfig } from '../contract/invalid-config.ts';
import type { Tags } from '../contract/metrics.ts';

/** A metric, or the part of it whose samples carry all of these tags: `name{tag:value,tag2:value2}`. */
export interface MetricSelector {
  readonly metric: string;
  /** Undefined for the metric itself. */
  readonly tags?: Tags;
  /** The text between the braces, as written. */
  readonly suffix?: string;
}

/**
 * Reads a threshold's key. A comma means AND, the first colon splits tag from value, quotes around either are dropped.
 * Throws a RunEnd 104 for a malformed key and for `vu` and `iter`, which are metadata and cannot be selected by.
 */
export function parseSelector(key: string): MetricSelector {
  const [, metric = '', suffix] = /^([^{}]+)(?:\{(.*)\})?$/s.exec(key.trim()) ?? [];
  if (metric === '') throw invalidConfig(`thresholds: "${key}" is not metric or metric{tag:value}`);
  if (suffix === undefined) return { metric };
  return { metric, suffix, tags: Object.fromEntries(suffix.split(',').map((pair) => parsePair(pair, key))) };
}

function parsePair(pair: string, key: string): readonly [string, string] {
  const colon = pair.indexOf(':');
  const name = unquoted(colon < 0 ? pair : pair.slice(0, colon));
  if (name === '' || colon < 0) throw invalidConfig(`thresholds: "${key}": "${pair}" is not tag:value`);
  if (name === 'vu' || name === 'iter') {
    throw invalidConfig(`thresholds: "${key}": ${name} is metadata, not a tag, so no submetric can select by it`);
  }
  return [name, unquoted(pair.slice(colon + 1))];
}

function unquoted(text: string): string {
  return text.trim().replace(/^["']|["']$/g, '');
}

export function matchesTags(selector: Tags, tags: Tags): boolean {
  for (const name in selector) if (tags[name] !== selector[name]) return false;
  return true;
}
