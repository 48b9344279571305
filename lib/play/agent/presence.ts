import type { EntityListing, PresenceDefinition, SystemPresence } from '@headroom/genesys-wire/platform';
import { PRESENCE_DEFINITION } from '../../genesys/platform/answer-shapes.ts';
import type { PlatformClient } from '../../genesys/platform/client.ts';
import { persist } from '../../genesys/platform/persist.ts';

/** The presence of an agent during a shift, and after it. */
const PLAYED: readonly string[] = ['OnQueue', 'Offline'] satisfies SystemPresence[];

const DEFINITIONS = { entities: [PRESENCE_DEFINITION] } as const;

/** Sets an agent's presence and tries until that succeeds: an agent who stays On Queue would be alerted for ever. */
export class Presence {
  readonly #client: Pick<PlatformClient, 'call'>;
  readonly #userId: string;
  readonly #lastMs: number;
  #definitions: readonly PresenceDefinition[] | undefined;
  #wanted: SystemPresence | undefined;
  /** Calls go out one at a time, so that an earlier call cannot undo a later one. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Gives up at `lastMs` (Unix ms). */
  constructor(client: Pick<PlatformClient, 'call'>, userId: string, lastMs: number) {
    this.#client = client;
    this.#userId = userId;
    this.#lastMs = lastMs;
  }

  /**
   * Resolves to true once the presence is set. To false when another was wanted meanwhile, when the API refuses it,
   * or when the time is up.
   */
  set(presence: SystemPresence): Promise<boolean> {
    this.#wanted = presence;
    const wanted = () => this.#wanted === presence;
    const set = this.#turn.then(async () => {
      if (!wanted()) return false;
      return (await persist(() => this.#put(presence), this.#lastMs, wanted)).ok;
    });
    this.#turn = set;
    return set;
  }

  async #put(presence: SystemPresence) {
    if (this.#definitions === undefined) {
      const path = '/api/v2/presence/definitions';
      const answer = await this.#client.call<EntityListing<PresenceDefinition>>('GET', path, path, undefined, {
        reads: DEFINITIONS,
      });
      if (!answer.ok) return answer;
      // An agent keeps only the definitions that it needs: an org has dozens, and there are thousands of agents.
      this.#definitions = answer.body.entities.filter(({ systemPresence }) => PLAYED.includes(systemPresence));
    }
    const id = this.#definitions.find(({ systemPresence }) => systemPresence === presence)?.id;
    if (id === undefined) return { ok: false as const, status: 404, reason: `no presence ${presence}` };
    const path = `/api/v2/users/${this.#userId}/presences/purecloud`;
    const body = { presenceDefinition: { id } };
    return await this.#client.call('PATCH', '/api/v2/users/:id/presences/purecloud', path, body);
  }
}
