import type { PlatformClient } from '../../genesys/platform/client.ts';

/** How many agents' tokens one reading tries, so that a run whose tokens all expired does not flood the API. */
const MAX_TOKENS = 5;

/**
 * Reads with the token of any agent that the API takes. While it takes the token of one, that one is used. Where it
 * refuses it (401), the next agent's is, and after the last agent's the first one's again, which may be a new one.
 */
export class AnyAgent {
  readonly #clientOf: (agent: number) => PlatformClient;
  readonly #count: number;
  #agent = 0;
  #client: PlatformClient;

  /** `clientOf` makes a client with the token of agent `agent`, counted from 0 and below `count`. */
  constructor(count: number, clientOf: (agent: number) => PlatformClient) {
    this.#count = count;
    this.#clientOf = clientOf;
    this.#client = clientOf(0);
  }

  /** What `read` gives; undefined where it gives nothing, or where no token that was tried is taken. */
  async read<T>(read: (client: PlatformClient) => Promise<T | undefined>): Promise<T | undefined> {
    for (let tokens = Math.min(this.#count, MAX_TOKENS); tokens > 0; tokens--) {
      const value = await read(this.#client);
      if (!this.#client.refused) return value;
      this.#agent = (this.#agent + 1) % this.#count;
      this.#client = this.#clientOf(this.#agent);
    }
    return undefined;
  }
}
