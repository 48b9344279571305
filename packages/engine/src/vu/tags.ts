import type { ScenarioView, Tags } from '../contract.ts';
import type { Host } from './host.ts';
import { tagSet } from './tag-sets.ts';

/** The tags each sample of a VU starts from. VUs in the same scenario and group share one object. */
export class VuTags {
  readonly #host: Host;
  #base: Tags = {};
  #own: Record<string, string> | undefined;
  #all: Tags | undefined;
  #metadata: Record<string, string> | undefined;
  #iteration: { vu: number; iter: number } | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Starts anew for a scenario, or for `setup` and `teardown`. */
  begin(scenario: ScenarioView | undefined, group: string): void {
    this.#base = baseTags(this.#host, scenario, group);
    this.#own = undefined;
    this.#all = undefined;
    this.#metadata = undefined;
  }

  /** `vu` and `iter` are metadata, when enabled. */
  iterate(vu: number, iter: number): void {
    this.#iteration = { vu, iter };
  }

  get all(): Tags {
    this.#all ??= this.#own ? Object.freeze({ ...this.#base, ...this.#own }) : this.#base;
    return this.#all;
  }

  get metadata(): Tags | undefined {
    const vu = this.#iteration && this.#host.hasTag('vu');
    const iter = this.#iteration && this.#host.hasTag('iter');
    if (!vu && !iter) return this.#metadata;
    return {
      ...this.#metadata,
      ...(vu ? { vu: String(this.#iteration?.vu) } : {}),
      ...(iter ? { iter: String(this.#iteration?.iter) } : {}),
    };
  }

  set(name: string, value: string): void {
    this.#own = { ...this.#own, [name]: value };
    this.#all = undefined;
  }

  delete(name: string): void {
    const { [name]: _gone, ...base } = this.#base;
    this.#base = base;
    if (this.#own) delete this.#own[name];
    this.#all = undefined;
  }

  setMetadata(name: string, value: string | undefined): void {
    const { [name]: _gone, ...rest } = this.#metadata ?? {};
    this.#metadata = value === undefined ? rest : { ...rest, [name]: value };
  }

  /** Tags of one request or socket on top of the VU's. */
  with(more: Tags): Tags {
    return tagSet(this.all, more);
  }
}

const bases = new WeakMap<Host, Map<ScenarioView | string, Tags>>();

function baseTags(host: Host, scenario: ScenarioView | undefined, group: string): Tags {
  const known = bases.get(host) ?? new Map<ScenarioView | string, Tags>();
  bases.set(host, known);
  const key = scenario ?? group;
  const found = known.get(key);
  if (found) return found;
  const made = Object.freeze({
    ...host.options.runTags,
    ...scenario?.tags,
    ...(scenario && host.hasTag('scenario') ? { scenario: scenario.name } : {}),
    ...(host.hasTag('group') ? { group } : {}),
  });
  known.set(key, made);
  return made;
}

const OWN = { writable: true, enumerable: true, configurable: true };

/** Custom tags as a script gives them: strings, numbers and booleans; anything else throws. */
export function customTags(host: Host, given: unknown): Record<string, string> | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') throw host.typeError('tags must be an object');
  const tags: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    const value = tagValue(host, name, (given as Tags)[name]);
    // What every object has, `constructor`, is frozen here: it can be hidden, and not assigned.
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
