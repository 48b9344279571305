import type { Conversation, MessageData, WrapupCode } from '@headroom/genesys-wire/platform';
import type { Random } from '../../base/random.ts';
import type { Answer, PlatformClient } from '../../genesys/platform/client.ts';
import { readConversation, readMessages, saidBy } from '../../genesys/platform/conversations.ts';
import { communicationsOf } from '../../genesys/platform/participants.ts';
import { agentMetrics } from '../../measures/declare/agent.ts';
import { messageMetrics } from '../../measures/declare/messages.ts';
import { settleAccount } from '../../measures/settle.ts';
import type { AgentsPlan, Plan } from '../../plan/schema.ts';
import { Handling, type HandlingReport } from './handling.ts';
import type { Job, ReplyOutcome } from './job.ts';
import type { FindDialogue } from './role.ts';

const CONVERSATION = '/api/v2/conversations/messages';

export interface DeskSetup {
  readonly userId: string;
  readonly client: PlatformClient;
  readonly agents: AgentsPlan;
  readonly limits: Plan['limits'];
  readonly random: Random;
  readonly findDialogue: FindDialogue;
  /** Something happened: there may be work now. */
  readonly changed: () => void;
}

/** The conversations one agent has at hand, and the calls that carry them forward. */
export class Desk {
  readonly #setup: DeskSetup;
  readonly #handlings = new Map<string, Handling>();
  readonly #report: HandlingReport;
  readonly #underWay = new Set<Promise<void>>();
  /** The agent's parts in conversations that are done with: what still shows them is out of date. */
  readonly #left = new Set<string>();
  #settled = false;
  #idleSinceMs = 0;
  #wrapUpCode: WrapupCode | undefined;

  constructor(setup: DeskSetup) {
    this.#setup = setup;
    this.#report = {
      accepted: (afterMs) => {
        messageMetrics.conversations.add(1, { state: 'accepted' });
        agentMetrics.agent_accept.add(afterMs);
      },
      sent: () => messageMetrics.messages.add(1, { side: 'agent', state: 'sent' }),
      afterContact: (ms) => agentMetrics.agent_after_contact.add(ms),
      delivered: (afterMs) => {
        messageMetrics.message_delivery.add(afterMs, { side: 'customer' });
        messageMetrics.message_delivery_slow.add(afterMs > setup.limits.slowDeliveryMs, { side: 'customer' });
      },
    };
  }

  get busy(): boolean {
    return this.#handlings.size > 0;
  }

  /** Unix ms since when there has been nothing at hand; 0 when there never was. */
  get idleSinceMs(): number {
    return this.#idleSinceMs;
  }

  observe(conversation: Conversation): void {
    const nowMs = Date.now();
    let handling = this.#handlings.get(conversation.id);
    if (handling === undefined) {
      if (!this.#isNew(conversation)) return;
      const { userId, agents, random, findDialogue } = this.#setup;
      handling = new Handling({ userId, pace: agents, random, findDialogue }, this.#report, nowMs);
      this.#handlings.set(conversation.id, handling);
    }
    handling.observe(conversation, nowMs);
    this.#setup.changed();
  }

  /** The channel was away: these are the agent's conversations now, and how others at hand stand has to be asked. */
  catchUp(conversations: readonly Conversation[]): void {
    const current = new Set(conversations.map(({ id }) => id));
    for (const [id, handling] of this.#handlings) if (!current.has(id)) handling.ask();
    for (const conversation of conversations) this.observe(conversation);
    this.#setup.changed();
  }

  #isNew({ participants }: Conversation): boolean {
    return participants.some(
      (part) =>
        part.userId === this.#setup.userId &&
        !this.#left.has(part.id) &&
        communicationsOf(part).some(({ state }) => state === 'alerting' || state === 'connected'),
    );
  }

  nextAtMs(): number | undefined {
    let next: number | undefined;
    for (const handling of this.#handlings.values()) {
      const at = handling.nextAtMs();
      if (at !== undefined && (next === undefined || at < next)) next = at;
    }
    return next;
  }

  /** The shift is over: what is at hand is ended and wrapped up, so that it holds no place when the agent comes again. */
  leave(nowMs: number): void {
    this.#handlings.forEach((handling) => {
      handling.leave(nowMs);
    });
  }

  /** Starts every call that is due. */
  work(nowMs: number): void {
    this.#handlings.forEach((handling, id) => {
      if (handling.done) this.#finish(id, handling, nowMs);
      const job = handling.due(nowMs);
      if (job !== undefined) this.#start(id, handling, job);
    });
  }

  #start(id: string, handling: Handling, job: Job): void {
    const call = this.#do(id, handling, job)
      .catch(() => this.#notDone(handling, job))
      .then(() => {
        this.#underWay.delete(call);
        if (!this.#settled) this.#setup.changed();
      });
    this.#underWay.add(call);
  }

  /** An answer that nobody expects is one that failed: the conversation goes on, and so do the others of this VU. */
  #notDone(handling: Handling, job: Job): void {
    const nowMs = Date.now();
    switch (job.kind) {
      case 'accept':
      case 'end':
        handling.answered(false, nowMs);
        break;
      case 'read':
        handling.read(job.messageIds, undefined, nowMs);
        break;
      case 'reply':
        handling.replied(job, { kind: 'unknown' }, nowMs);
        break;
      case 'recall':
        handling.recalled(undefined, nowMs);
        break;
      case 'wrap-up':
        handling.wrappedUp(false, nowMs);
        break;
    }
  }

  /** The shift is over: once the last calls are answered, what is still at hand is counted as it stands. */
  async settle(): Promise<void> {
    this.#settled = true;
    await Promise.all([...this.#underWay]);
    for (const [id, handling] of this.#handlings) this.#finish(id, handling, Date.now());
  }

  #finish(id: string, handling: Handling, nowMs: number): void {
    this.#handlings.delete(id);
    this.#left.add(handling.participantId);
    this.#idleSinceMs = nowMs;
    settleAccount(handling.ledger, 'agent', handling.transcript, `conversation ${id}`);
  }

  async #do(id: string, handling: Handling, job: Job): Promise<void> {
    const { client } = this.#setup;
    const path = `${CONVERSATION}/${id}`;
    const participant = `${CONVERSATION}/:id/participants/:id`;
    switch (job.kind) {
      case 'accept':
      case 'end': {
        const state = job.kind === 'accept' ? 'connected' : 'disconnected';
        const { ok } = await client.call('PATCH', participant, `${path}/participants/${job.participantId}`, { state });
        handling.answered(ok, Date.now());
        break;
      }
      case 'read':
        handling.read(job.messageIds, await readMessages(client, id, job.messageIds), Date.now());
        break;
      case 'reply': {
        const name = `${CONVERSATION}/:id/communications/:id/messages`;
        const to = `${path}/communications/${job.communicationId}/messages`;
        const answer = await client.call<MessageData>('POST', name, to, { textBody: job.text }, { once: true });
        handling.replied(job, outcomeOf(answer), Date.now());
        break;
      }
      case 'recall':
        handling.recalled(await this.#recall(id, handling), Date.now());
        break;
      case 'wrap-up':
        handling.wrappedUp(await this.#wrapUp(path, job.participantId, job.communicationId), Date.now());
        break;
    }
  }

  /**
   * Looks how a conversation stands, and gives the texts of this agent that it holds, oldest first, or undefined when
   * they cannot be read.
   */
  async #recall(id: string, handling: Handling): Promise<string[] | undefined> {
    const { client, userId } = this.#setup;
    const conversation = await readConversation(client, id);
    if (conversation === undefined) return undefined;
    handling.observe(conversation, Date.now());
    const ids = saidBy(conversation, userId);
    const stored = ids.length === 0 ? [] : await readMessages(client, id, ids);
    if (stored === undefined) return undefined;
    const texts = new Map(stored.map((message) => [message.id, message.textBody ?? '']));
    return ids.flatMap((id) => texts.get(id) ?? []);
  }

  async #wrapUp(path: string, participantId: string, communicationId: string): Promise<boolean> {
    const { client } = this.#setup;
    if (this.#wrapUpCode === undefined) {
      const name = `${CONVERSATION}/:id/participants/:id/wrapupcodes`;
      const codes = await client.call<WrapupCode[] | { entities: WrapupCode[] }>(
        'GET',
        name,
        `${path}/participants/${participantId}/wrapupcodes`,
      );
      if (codes.ok) this.#wrapUpCode = (Array.isArray(codes.body) ? codes.body : codes.body.entities)[0];
    }
    const name = `${CONVERSATION}/:id/participants/:id/communications/:id/wrapup`;
    const to = `${path}/participants/${participantId}/communications/${communicationId}/wrapup`;
    const code = this.#wrapUpCode;
    const answer = await client.call('POST', name, to, code === undefined ? {} : { code: code.id, name: code.name });
    if (answer.ok) messageMetrics.conversations.add(1, { state: 'wrapped-up' });
    return answer.ok;
  }
}

/** A status in the 400s says that nothing was stored; anything else says nothing. */
function outcomeOf(answer: Answer<MessageData>): ReplyOutcome {
  if (answer.ok) return { kind: 'stored', text: answer.body.textBody ?? '' };
  return answer.status >= 400 && answer.status < 500 ? { kind: 'refused' } : { kind: 'unknown' };
}
