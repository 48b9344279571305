import type {
  Conversation,
  EntityListing,
  Participant,
  PresenceDefinition,
  WrapupCode,
} from '@headroom/genesys-wire/platform';
import { CONVERSATIONS, WRAPUP_CODES } from '../../lib/genesys/platform/answer-shapes.ts';
import { communicationsOf } from '../../lib/genesys/platform/participants.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { userIdOf } from '../platform/agent-tokens.ts';
import { Org, type OrgCalls } from '../platform/org.ts';

const MESSAGES = '/api/v2/conversations/messages';
const CHANNELS = '/api/v2/notifications/channels';

/** An agent of the plan, by its own token. All calls throw `OrgError`. */
export class LoggedInAgent {
  readonly id: string;
  readonly #org: Org;

  private constructor(org: Org, id: string) {
    this.#org = org;
    this.id = id;
  }

  /** Returns undefined when the org rejects the token. */
  static async withToken(target: Plan['target'], token: string, calls: OrgCalls): Promise<LoggedInAgent | undefined> {
    const org = new Org(target, async () => token, calls);
    const id = await userIdOf(org);
    return id === undefined ? undefined : new LoggedInAgent(org, id);
  }

  /** The agent's conversations: alerting, connected, or in after-contact work. */
  async atHand(): Promise<readonly Conversation[]> {
    return (await this.#org.read<EntityListing<Conversation>>('GET', '/api/v2/conversations', CONVERSATIONS)).entities;
  }

  /** Disconnects the agent from a conversation, and gives the wrap-up code where one is due. */
  async leave({ id, participants }: Conversation): Promise<void> {
    for (const mine of participants.filter(({ userId }) => userId === this.id)) {
      const path = `${MESSAGES}/${id}/participants/${mine.id}`;
      const state = communicationsOf(mine).at(-1)?.state;
      const isOpen = state === 'alerting' || state === 'connected';
      if (isOpen) await this.#org.send('PATCH', path, { state: 'disconnected' });
      if (state !== 'alerting' && mine.wrapupRequired === true) await this.#wrapUp(path, mine);
    }
  }

  async #wrapUp(path: string, mine: Participant): Promise<void> {
    const [code] = await this.#org.read<WrapupCode[]>('GET', `${path}/wrapupcodes`, WRAPUP_CODES);
    const communication = communicationsOf(mine).at(-1)?.id ?? '';
    const body = code === undefined ? {} : { code: code.id, name: code.name };
    await this.#org.send('POST', `${path}/communications/${communication}/wrapup`, body);
  }

  async goOffline(offline: PresenceDefinition): Promise<void> {
    const body = { presenceDefinition: { id: offline.id } };
    await this.#org.send('PATCH', `/api/v2/users/${this.id}/presences/purecloud`, body);
  }

  /**
   * Removes the subscriptions of the agent's channels. A channel itself cannot be deleted; it expires after a day.
   * Returns the number of channels that had any.
   */
  async unsubscribe(): Promise<number> {
    const { entities } = await this.#org.read<EntityListing<{ readonly id: string }>>('GET', CHANNELS, {
      entities: [{ id: 'string' }],
    });
    let ended = 0;
    for (const { id } of entities) {
      const topics = await this.#org.read<EntityListing<{ readonly id: string }>>(
        'GET',
        `${CHANNELS}/${id}/subscriptions`,
        { entities: [{ 'id?': 'string' }] },
      );
      if (topics.entities.length === 0) continue;
      await this.#org.send('DELETE', `${CHANNELS}/${id}/subscriptions`);
      ended++;
    }
    return ended;
  }
}
