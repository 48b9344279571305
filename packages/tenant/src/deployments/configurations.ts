import { configurationId } from '../org.ts';
import type { Profile } from '../profile/schema.ts';
import { type Configuration, messengerToWire } from './messenger.ts';

/** A configuration with its draft and what was published of it, version 1 first. */
export interface Versions {
  readonly id: string;
  draft: Configuration;
  readonly published: Configuration[];
}

/** Configurations made by API; the ready-made one is the profile's, and cannot be changed. */
export class Configurations {
  readonly #profile: Profile;
  readonly #made = new Map<string, Versions>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  create(draft: Configuration): Versions {
    const made: Versions = { id: configurationId(this.#made.size + 2), draft, published: [] };
    this.#made.set(made.id, made);
    return made;
  }

  get(id: string): Versions | undefined {
    return id === configurationId(1) ? this.#readyMade() : this.#made.get(id);
  }

  isReadyMade(id: string): boolean {
    return id === configurationId(1);
  }

  all(): readonly Versions[] {
    return [this.#readyMade(), ...this.#made.values()];
  }

  #readyMade(): Versions {
    const readyMade: Configuration = {
      name: 'The profile',
      languages: ['en-us'],
      defaultLanguage: 'en-us',
      messenger: messengerToWire(this.#profile),
    };
    return { id: configurationId(1), draft: readyMade, published: [readyMade] };
  }
}
