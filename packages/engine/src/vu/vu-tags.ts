import type { Tags } from '../contract/metrics.ts';
import type { ScenarioView } from '../contract/vu.ts';
import { tagSet } from './tag-sets.ts';

/** Where the tags of a run come from: its options. */
export interface TagSource {
  readonly options: { readonly runTags: Tags };
  /** Whether a system tag is switched on. */
  hasTag(name: string): boolean;
}

/** The tags of a VU, with which each of its samples starts. VUs in the same scenario and group share one object. */
export class VuTags {
  readonly #source: TagSource;
  #base: Tags = {};
  #own: Record<string, string> | undefined;
  #all: Tags | undefined;
  #metadata: Record<string, string> | undefined;
  #iteration: { vu: number; iter: number } | undefined;

  constructor(source: TagSource) {
    this.#source = source;
  }

  /** Resets the tags for a scenario, or for `setup` and `teardown`. */
  begin(scenario: ScenarioView | undefined, group: string): void {
    this.#base = baseTags(this.#source, scenario, group);
    this.#own = undefined;
    this.#all = undefined;
    this.#metadata = undefined;
  }

  /** Sets the numbers that `vu` and `iter` have in the metadata, when these are enabled. */
  iterate(vu: number, iter: number): void {
    this.#iteration = { vu, iter };
  }

  get all(): Tags {
    this.#all ??= this.#own ? Object.freeze({ ...this.#base, ...this.#own }) : this.#base;
    return this.#all;
  }

  get metadata(): Tags | undefined {
    const vu = this.#iteration && this.#source.hasTag('vu');
    const iter = this.#iteration && this.#source.hasTag('iter');
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
    const all: Record<string, string> = value === undefined ? rest : { ...rest, [name]: value };
    // A sample without metadata has none at all, and not an empty object.
    this.#metadata = Object.keys(all).length === 0 ? undefined : all;
  }

  /** Tags of one request or socket on top of the VU's. */
  with(more: Tags): Tags {
    return tagSet(this.all, more);
  }
}

const bases = new WeakMap<TagSource, Map<ScenarioView | string, Tags>>();

function baseTags(source: TagSource, scenario: ScenarioView | undefined, group: string): Tags {
  const known = bases.get(source) ?? new Map<ScenarioView | string, Tags>();
  bases.set(source, known);
  const key = scenario ?? group;
  const found = known.get(key);
  if (found) return found;
  const made = Object.freeze({
    ...source.options.runTags,
    ...scenario?.tags,
    ...(scenario && source.hasTag('scenario') ? { scenario: scenario.name } : {}),
    ...(source.hasTag('group') ? { group } : {}),
  });
  known.set(key, made);
  return made;
}
