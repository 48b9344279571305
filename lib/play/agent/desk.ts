import type { Conversation, MessageData, Participant, WrapupCode } from '@headroom/genesys-wire/platform';
import type { Random } from '../../base/random.ts';
import { MESSAGE, WRAPUP_CODES } from '../../genesys/platform/answer-shapes.ts';
import type { Answer, PlatformClient } from '../../genesys/platform/client.ts';
import { readConversation, readMessages, saidBy, saidByOthers } from '../../genesys/platform/conversations.ts';
import { isSaid, textOf } from '../../genesys/platform/message-text.ts';
import { communicationsOf } from '../../genesys/platform/participants.ts';
import { type AgentEvent, accountOf, type Emit } from '../../measures/events.ts';
import type { AgentsPlan, Plan } from '../../plan/schema.ts';
import { Attaching } from './attaching.ts';
import { Handling } from './handling.ts';
import type { HandlingSetup } from './handling-setup.ts';
import { Holding } from './holding.ts';
import { type Done, failed, type Job, type Recalled, type ReplyJob, type ReplyOutcome } from './job.ts';
import type { FindDialogue } from './role.ts';
import { isSpokenForByOthers } from './shared-user.ts';
import { type OwnRun, strangerIn } from './strangers.ts';
import { Transfer, type TransferDraw } from './transfer.ts';
import { makeTransfer } from './transfer-call.ts';
import { TYPING_MS, Typing } from './typing.ts';
import { uploadFile } from './upload-file.ts';

const CONVERSATION = '/api/v2/conversations/messages';

export interface DeskSetup {
  readonly userId: string;
  readonly client: PlatformClient;
  readonly agents: AgentsPlan;
  readonly random: Random;
  readonly findDialogue: FindDialogue;
  readonly asides?: ReadonlySet<string> | undefined;
  readonly transfers?: TransferDraw | undefined;
  readonly plan: Pick<Plan, 'seed' | 'target'>;
  /** What tells the run's own conversations from others; undefined where nothing does. */
  readonly own?: OwnRun | undefined;
  readonly emit: Emit<AgentEvent>;
  /** Called whenever it shows that somebody else speaks as this user. */
  readonly userShared?: () => void;
  /** Called when something happened, so that work may be due. */
  readonly changed: () => void;
}

/** The conversations that one agent is handling, and the calls of the Platform API that they need. */
export class Desk {
  readonly #setup: DeskSetup;
  /** By the id of the agent as a participant: a conversation that comes back to the agent who transferred it has two. */
  readonly #handlings = new Map<string, Handling>();
  readonly #underWay = new Set<Promise<void>>();
  /**
   * The ids of the agent as a participant of conversations that are over. A conversation that still shows one is out
   * of date.
   */
  readonly #left = new Set<string>();
  /**
   * How many replies were sent, by the id of the agent as a participant, those under way among them. Not of a
   * conversation that was there before the alert was seen: an earlier run may have replied in it.
   */
  readonly #sent = new Map<string, number>();
  #settled = false;
  #idleSinceMs = 0;
  #wrapUpCode: WrapupCode | undefined;

  constructor(setup: DeskSetup) {
    this.#setup = setup;
  }

  get busy(): boolean {
    return this.#handlings.size > 0;
  }

  /** Since when (Unix ms) the agent has had no conversation; 0 when there never was one. */
  get idleSinceMs(): number {
    return this.#idleSinceMs;
  }

  observe(conversation: Conversation): void {
    const nowMs = Date.now();
    for (const part of conversation.participants) {
      if (part.userId !== this.#setup.userId) continue;
      const handling = this.#handlings.get(part.id) ?? this.#begun(conversation, part, nowMs);
      if (handling === undefined) continue;
      handling.observe(conversation, nowMs);
      const sent = this.#sent.get(part.id);
      if (sent !== undefined && isSpokenForByOthers(part, sent)) this.#setup.userShared?.();
      this.#setup.changed();
    }
  }

  /**
   * The notification channel was away. `conversations` are the agent's now; the state of others at the desk has to be
   * asked.
   */
  catchUp(conversations: readonly Conversation[]): void {
    const current = new Set(conversations.map(({ id }) => id));
    for (const handling of this.#handlings.values()) if (!current.has(handling.conversationId)) handling.ask();
    for (const conversation of conversations) this.observe(conversation);
    this.#setup.changed();
  }

  /** The handling of a new part in a conversation; undefined where the part is none, or is over. */
  #begun({ id: conversationId, participants }: Conversation, me: Participant, nowMs: number): Handling | undefined {
    if (this.#left.has(me.id)) return undefined;
    if (!communicationsOf(me).some(({ state }) => state === 'alerting' || state === 'connected')) return undefined;
    const { agents: pace, random, findDialogue, asides, transfers, own, emit } = this.#setup;
    const stranger = own && strangerIn(participants, own);
    if (stranger !== undefined) emit({ kind: 'conversation', state: stranger });
    const transfer = transfers && new Transfer(transfers, conversationId);
    const typing = pace.typing ? new Typing() : undefined;
    const part = { conversationId, participantId: me.id, transfer, typing, ...this.#extras(conversationId) };
    const handling = new Handling({ ...part, pace, random, findDialogue, asides, emit }, nowMs);
    this.#handlings.set(me.id, handling);
    if (communicationsOf(me).at(-1)?.state === 'alerting') this.#sent.set(me.id, 0);
    return handling;
  }

  /** What the plan has agents do beside replies; nothing of it is made where the plan has none. */
  #extras(conversationId: string): Pick<HandlingSetup, 'attaching' | 'holding'> {
    const { agents, plan, emit } = this.#setup;
    const { attachments: share, hold } = agents;
    const { seed } = plan;
    return {
      attaching: share > 0 ? new Attaching({ share, seed }, conversationId, emit) : undefined,
      holding: hold && new Holding({ ...hold, seed }, conversationId),
    };
  }

  /**
   * The shift is over. Open conversations are ended and wrapped up, so that they take no capacity when the agent
   * comes again.
   */
  leave(nowMs: number): void {
    this.#handlings.forEach((handling) => {
      handling.leave(nowMs);
    });
  }

  /**
   * Starts every call that is due. Returns when (Unix ms) the next one is due; infinity while only an event can make
   * one due.
   */
  work(nowMs: number): number {
    let nextMs = Number.POSITIVE_INFINITY;
    this.#handlings.forEach((handling) => {
      if (handling.done) this.#finish(handling, nowMs);
      const next = handling.next(nowMs);
      if (next.kind !== 'wait') this.#start(handling, next);
      else if (next.untilMs < nextMs) nextMs = next.untilMs;
    });
    return nextMs;
  }

  /**
   * An answer that cannot be read counts as a failed call. The conversation goes on, and so do the others of this VU.
   */
  #start(handling: Handling, job: Job): void {
    const call = this.#do(handling, job)
      .then((done) => handling.outcome(done, Date.now()))
      .catch(() => handling.outcome(failed(job), Date.now()))
      .then(() => {
        this.#underWay.delete(call);
        if (!this.#settled) this.#setup.changed();
      });
    this.#underWay.add(call);
  }

  /**
   * The shift is over. Once the last calls are answered, the conversations that are still open are counted as they
   * stand.
   */
  async settle(): Promise<void> {
    this.#settled = true;
    await Promise.all([...this.#underWay]);
    for (const handling of this.#handlings.values()) this.#finish(handling, Date.now());
  }

  #finish(handling: Handling, nowMs: number): void {
    this.#handlings.delete(handling.participantId);
    this.#sent.delete(handling.participantId);
    this.#left.add(handling.participantId);
    this.#idleSinceMs = nowMs;
    const { ledger, receipts: counts } = handling.replies;
    if (counts !== undefined) this.#setup.emit({ kind: 'receipts', side: 'customer', counts });
    if (handling.unrecognised) this.#setup.emit({ kind: 'unrecognised' });
    this.#setup.emit(accountOf(ledger, 'agent', handling.transcript, `conversation ${handling.conversationId}`));
  }

  async #do(handling: Handling, job: Job): Promise<Done> {
    const { client, userId, agents, plan } = this.#setup;
    const { conversationId: id, participantId } = handling;
    const sent = this.#sent.get(participantId);
    if (job.kind === 'reply' && sent !== undefined) this.#sent.set(participantId, sent + 1);
    switch (job.kind) {
      case 'accept':
        return { kind: job.kind, job, result: await this.#patch(id, job.participantId, { state: 'connected' }) };
      case 'end':
        return { kind: job.kind, job, result: await this.#patch(id, job.participantId, { state: 'disconnected' }) };
      case 'read':
        return { kind: job.kind, job, result: await readMessages(client, id, job.messageIds) };
      case 'reply':
        return { kind: job.kind, job, result: await this.#reply(id, job) };
      case 'recall':
        return { kind: job.kind, job, result: await this.#recall(handling) };
      case 'type':
        return { kind: job.kind, job, result: await this.#type(id, job.communicationId) };
      case 'transfer': {
        const { queues } = agents;
        return { kind: job.kind, job, result: await makeTransfer({ client, userId, queues }, id, job) };
      }
      case 'upload':
        return { kind: job.kind, job, result: await uploadFile(client, plan.target, id, job.communicationId) };
      case 'hold':
        return { kind: job.kind, job, result: await this.#patch(id, job.participantId, { held: job.held }) };
      case 'wrap-up':
        return { kind: job.kind, job, result: await this.#wrapUp(id, job.participantId, job.communicationId) };
    }
  }

  async #patch(id: string, participantId: string, body: object): Promise<boolean> {
    const name = `${CONVERSATION}/:id/participants/:id`;
    const path = `${CONVERSATION}/${id}/participants/${participantId}`;
    const { ok } = await this.#setup.client.call('PATCH', name, path, body);
    return ok;
  }

  async #type(id: string, communicationId: string): Promise<boolean> {
    const name = `${CONVERSATION}/:id/communications/:id/typing`;
    const path = `${CONVERSATION}/${id}/communications/${communicationId}/typing`;
    const body = { typing: { type: 'On', duration: TYPING_MS } };
    return (await this.#setup.client.call('POST', name, path, body, { once: true })).ok;
  }

  async #reply(id: string, { communicationId, text, mediaIds }: ReplyJob): Promise<ReplyOutcome> {
    const name = `${CONVERSATION}/:id/communications/:id/messages`;
    const path = `${CONVERSATION}/${id}/communications/${communicationId}/messages`;
    const { client } = this.#setup;
    const manner = { once: true, reads: MESSAGE };
    return outcomeOf(await client.call<MessageData>('POST', name, path, { textBody: text, mediaIds }, manner));
  }

  /**
   * Reads a conversation and its state, and returns the texts of this agent and of others in it. Undefined when they
   * cannot be read.
   */
  async #recall(handling: Handling): Promise<Recalled | undefined> {
    const { client } = this.#setup;
    const { conversationId, participantId } = handling;
    const conversation = await readConversation(client, conversationId);
    if (conversation === undefined) return undefined;
    handling.observe(conversation, Date.now());
    const [own, others] = [saidBy(conversation, participantId), saidByOthers(conversation, participantId)];
    const ids = [...own, ...others];
    const stored = ids.length === 0 ? [] : await readMessages(client, conversationId, ids);
    if (stored === undefined) return undefined;
    const texts = new Map(stored.map((message) => [message.id, textOf(message)]));
    // A message whose text is not shown says nothing about what was stored.
    if (stored.some((message) => own.includes(message.id) && isSaid(message) && textOf(message) === undefined))
      return undefined;
    const textsOf = (some: readonly string[]) => some.flatMap((id) => texts.get(id) ?? []);
    return { own: textsOf(own), others: textsOf(others) };
  }

  async #wrapUp(id: string, participantId: string, communicationId: string): Promise<boolean> {
    const { client } = this.#setup;
    const path = `${CONVERSATION}/${id}`;
    if (this.#wrapUpCode === undefined) {
      const name = `${CONVERSATION}/:id/participants/:id/wrapupcodes`;
      const from = `${path}/participants/${participantId}/wrapupcodes`;
      const codes = await client.call<WrapupCode[]>('GET', name, from, undefined, { reads: WRAPUP_CODES });
      if (codes.ok) this.#wrapUpCode = codes.body[0];
    }
    const name = `${CONVERSATION}/:id/participants/:id/communications/:id/wrapup`;
    const to = `${path}/participants/${participantId}/communications/${communicationId}/wrapup`;
    const code = this.#wrapUpCode;
    const answer = await client.call('POST', name, to, code === undefined ? {} : { code: code.id, name: code.name });
    return answer.ok;
  }
}

/**
 * A status of the 400s says that nothing was stored. Any other failure leaves it open, and so does an answer that does
 * not show the text.
 */
function outcomeOf(answer: Answer<MessageData>): ReplyOutcome {
  if (answer.ok) {
    const text = textOf(answer.body);
    return text === undefined ? { kind: 'unknown' } : { kind: 'stored', text };
  }
  return answer.status >= 400 && answer.status < 500 ? { kind: 'refused' } : { kind: 'unknown' };
}
