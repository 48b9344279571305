import type {
  Conversation,
  EntityListing,
  MessageData,
  PresenceDefinition,
  UserMe,
} from '@headroom/genesys-wire/platform';
import { CONVERSATIONS, MESSAGES, PRESENCE_DEFINITION, USER_ME } from '../../lib/genesys/platform/answer-shapes.ts';
import { customerAttributes } from '../../lib/genesys/platform/customer-attributes.ts';
import { textOf } from '../../lib/genesys/platform/message-text.ts';
import { communicationsOf, messageIdsOf } from '../../lib/genesys/platform/participants.ts';
import { readBody, type Shape } from '../../lib/genesys/platform/shape.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { LoggedInAgent } from '../cleanup/logged-in-agent.ts';
import { Org, type OrgCalls, OrgError } from '../platform/org.ts';
import { type Exchanges, parsedOrText } from './exchanges.ts';
import { PLATFORM_ANSWERS } from './expected-shapes.ts';

const POLL_MS = 1_000;
const API = '/api/v2/conversations';

/** How an agent knows the guest of this hello among an org's other customers. */
export interface Known {
  readonly text: string;
  readonly customer: string;
}

/**
 * An agent who goes on queue, accepts the conversation of this hello, and no other, replies, wraps up and goes Offline.
 * Each answer is noted. Rejects with a line that names the step that failed.
 */
export class HelloAgent {
  readonly #target: Plan['target'];
  readonly #token: string;
  readonly #org: Org;
  readonly #exchanges: Exchanges;
  readonly #calls: OrgCalls;
  #offline: PresenceDefinition | undefined;
  #mine: Conversation | undefined;

  constructor(target: Plan['target'], token: string, exchanges: Exchanges, calls: OrgCalls) {
    this.#target = target;
    this.#token = token;
    this.#org = new Org(target, async () => token, calls);
    this.#calls = calls;
    this.#exchanges = exchanges;
  }

  async reply(known: Known, text: string, withinMs: number): Promise<void> {
    const me = await this.#read<UserMe>('GET', '/api/v2/users/me', '/api/v2/users/me', USER_ME as Shape);
    const presences = '/api/v2/presence/definitions';
    const { entities } = await this.#read<EntityListing<PresenceDefinition>>('GET', presences, presences, {
      entities: [PRESENCE_DEFINITION as Shape],
    });
    this.#offline = entities.find(({ systemPresence }) => systemPresence === 'Offline');
    const onQueue = entities.find(({ systemPresence }) => systemPresence === 'OnQueue');
    const body = { presenceDefinition: { id: onQueue?.id } };
    await this.#call(
      'PATCH',
      '/api/v2/users/:id/presences/purecloud',
      `/api/v2/users/${me.id}/presences/purecloud`,
      body,
    );
    const conversation = await this.#alerted(me.id, known, Date.now() + withinMs);
    this.#mine = conversation;
    const { id } = conversation;
    const participant = conversation.participants.filter(({ userId }) => userId === me.id).at(-1);
    const communication = participant === undefined ? undefined : communicationsOf(participant).at(-1);
    await this.#call(
      'PATCH',
      `${API}/messages/:id/participants/:id`,
      `${API}/messages/${id}/participants/${participant?.id}`,
      { state: 'connected' },
    );
    const name = `${API}/messages/:id/communications/:id/messages`;
    await this.#call('POST', name, `${API}/messages/${id}/communications/${communication?.id}/messages`, {
      textBody: text,
    });
  }

  /** Leaves the conversation and goes Offline, whatever came before. Gives the steps that failed, a line each. */
  async leave(): Promise<string[]> {
    const offline = this.#offline;
    if (offline === undefined) return [];
    const failed: string[] = [];
    const step = async (what: string, done: Promise<unknown>) => {
      await done.catch((error: unknown) => failed.push(`agent: did not ${what}: ${reasonOf(error)}`));
    };
    const agent = LoggedInAgent.withToken(this.#target, this.#token, this.#calls);
    await step(
      'leave its conversation',
      agent.then((own) => this.#leaveMine(own)),
    );
    await step(
      'go Offline',
      agent.then((own) => own?.goOffline(offline)),
    );
    return failed;
  }

  async #leaveMine(agent: LoggedInAgent | undefined): Promise<void> {
    const open = this.#mine === undefined ? [] : ((await agent?.atHand()) ?? []);
    for (const conversation of open.filter(({ id }) => id === this.#mine?.id)) await agent?.leave(conversation);
  }

  async #alerted(userId: string, known: Known, lastMs: number): Promise<Conversation> {
    let others = 0;
    while (Date.now() < lastMs) {
      const { entities } = await this.#read<EntityListing<Conversation>>('GET', API, API, CONVERSATIONS as Shape);
      const alerting = entities.filter(({ participants }) =>
        participants.some((one) => one.userId === userId && communicationsOf(one).at(-1)?.state === 'alerting'),
      );
      others = alerting.length;
      for (const conversation of alerting) if (await this.#isKnown(conversation, known)) return conversation;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const seen = others === 0 ? '' : `; ${others} of other customers alert the agent and are left alone`;
    throw new Error(`agent: the guest's conversation did not alert the plan's first agent in time${seen}`);
  }

  async #isKnown({ id, participants }: Conversation, known: Known): Promise<boolean> {
    const ids = messageIdsOf(participants);
    const name = `${API}/messages/:id/messages/bulk`;
    // The answer is looked at in any case: its shape is what this is about.
    const { entities } = await this.#read<{ entities: MessageData[] }>(
      'POST',
      name,
      `${API}/messages/${id}/messages/bulk`,
      MESSAGES as Shape,
      ids,
    );
    if (customerAttributes(participants).customer === known.customer) return true;
    return entities.some((message) => textOf(message) === known.text);
  }

  async #read<T>(method: 'GET' | 'POST', name: string, path: string, reads: Shape, body?: unknown): Promise<T> {
    const read = readBody<T>(await this.#call(method, name, path, body), reads);
    if (!read.ok) throw new Error(`agent: ${method} ${name}: answered with ${read.why}`);
    return read.body;
  }

  /** Notes the answer, and resolves to its text. */
  async #call(method: 'GET' | 'POST' | 'PATCH', name: string, path: string, body?: unknown): Promise<string> {
    const { status, text } = await this.#org.ask(
      method,
      path,
      body,
      this.#calls.window,
      name.endsWith('/communications/:id/messages'),
    );
    const what = `${method} ${name}`;
    const isGood = status >= 200 && status < 300;
    this.#exchanges.note(
      isGood ? what : `${what}, refused`,
      parsedOrText(text),
      isGood ? PLATFORM_ANSWERS.get(what) : undefined,
      status,
    );
    if (!isGood) throw new Error(`agent: ${what}: ${status === 0 ? 'no answer' : `HTTP ${status}`}`);
    return text;
  }
}

/** Why a step failed. An error's own message may name ids, and what the org said. */
function reasonOf(error: unknown): string {
  const status = error instanceof OrgError ? error.status : 0;
  return status === 0 ? 'no answer, or none of the expected shape' : `HTTP ${status}`;
}
