import { configurationId } from '../base/ready-made-ids.ts';
import type { Profile } from '../profile/schema.ts';
import { type MessengerConfiguration, toMessenger } from './messenger-settings.ts';

/** A configuration: its draft, and its published versions from version 1 on. */
export interface VersionedConfiguration {
  readonly id: string;
  draft: MessengerConfiguration;
  readonly published: MessengerConfiguration[];
}

/** Messenger configurations: the ready-made one, which is as the profile says, and those that the API created. */
export class Configurations {
  readonly #profile: Profile;
  readonly #created = new Map<string, VersionedConfiguration>();

  /** How many there ever were, the ready-made one among them. */
  #count = 1;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  create(draft: MessengerConfiguration): VersionedConfiguration {
    const made: VersionedConfiguration = { id: configurationId(++this.#count), draft, published: [] };
    this.#created.set(made.id, made);
    return made;
  }

  get(id: string): VersionedConfiguration | undefined {
    return id === configurationId(1) ? this.#readyMade() : this.#created.get(id);
  }

  remove(id: string): boolean {
    return this.#created.delete(id);
  }

  isReadyMade(id: string): boolean {
    return id === configurationId(1);
  }

  all(): readonly VersionedConfiguration[] {
    return [this.#readyMade(), ...this.#created.values()];
  }

  #readyMade(): VersionedConfiguration {
    const readyMade: MessengerConfiguration = {
      name: 'The profile',
      languages: ['en-us'],
      defaultLanguage: 'en-us',
      messenger: toMessenger(this.#profile),
    };
    return { id: configurationId(1), draft: readyMade, published: [readyMade] };
  }
}
