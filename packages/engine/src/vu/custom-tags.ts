import type { Tags } from '../contract/metrics.ts';
import type { Host } from './host.ts';

const OWN = { writable: true, enumerable: true, configurable: true };

/** Reads the custom tags that a script gives: strings, numbers and booleans. Any other value throws. */
export function customTags(host: Host, given: unknown): Record<string, string> | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') throw host.typeError('tags must be an object');
  const tags: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    const value = tagValue(host, name, (given as Tags)[name]);
    // A name of an object member, such as `__proto__`, is defined: an assignment could reach the prototype.
    if (name in tags) Object.defineProperty(tags, name, { value, ...OWN });
    else tags[name] = value;
  }
  return tags;
}

export function tagValue(host: Host, name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw host.typeError(
    `invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as metric tag values`,
  );
}
