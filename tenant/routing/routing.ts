import { randomUUID } from 'node:crypto';
import type { RoutingStatus } from '../../lib/platform/wire.ts';
import type { AgentPart, Conversation } from '../conversations/conversation.ts';
import type { Profile } from '../profile/schema.ts';
import type { TenantRecord } from '../record/record.ts';
import { type Agent, Agents, routingStatusOf } from './agents.ts';

/** Tells the outside what routing did. */
export interface RoutingEvents {
  /** The conversation changed for this agent: its topic shows it. */
  changed(conversation: Conversation, userId: string): void;
  statusChanged(agent: Agent, status: RoutingStatus): void;
}

/** One queue: conversations in order of arrival go to the agent who has been idle the longest and has room. */
export class Routing {
  readonly agents: Agents;
  readonly #profile: Profile;
  readonly #record: TenantRecord;
  readonly #events: RoutingEvents;
  readonly #random: () => number;
  /** After-contact work that lasts on: whose place is given back, and when (ms). */
  readonly #held = new Map<Conversation, { readonly agent: Agent; readonly untilMs: number }>();
  readonly #waiting = new Set<Conversation>();
  readonly #alerting = new Set<Conversation>();

  /** `random` gives numbers in [0, 1). */
  constructor(profile: Profile, record: TenantRecord, events: RoutingEvents, random: () => number) {
    this.#profile = profile;
    this.#record = record;
    this.#events = events;
    this.#random = random;
    this.agents = new Agents(profile.agents.count, profile.agents.capacity);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  enqueue(conversation: Conversation): void {
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'queued' });
    this.#waiting.add(conversation);
    this.#assign();
  }

  setOnQueue(agent: Agent, onQueue: boolean): void {
    agent.onQueue = onQueue;
    agent.notResponding = false;
    agent.idleSinceMs = Date.now();
    this.#status(agent);
    if (onQueue) this.#assign();
  }

  setResponding(agent: Agent): void {
    agent.notResponding = false;
    this.#status(agent);
    this.#assign();
  }

  /** How many conversations each agent may have at once, from now on. */
  setCapacity(capacity: number): void {
    this.agents.capacity = capacity;
    this.#assign();
  }

  accept(conversation: Conversation, part: AgentPart): boolean {
    if (part.state !== 'alerting') return part.state === 'connected';
    part.state = 'connected';
    part.connectedTime = new Date();
    this.#alerting.delete(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'accepted', userId: part.userId });
    this.#events.changed(conversation, part.userId);
    return true;
  }

  /** The conversation is over for everybody. */
  end(conversation: Conversation, disconnectType: string): void {
    if (conversation.ended) return;
    conversation.endedAt = new Date();
    this.#waiting.delete(conversation);
    this.#alerting.delete(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'ended' });
    const part = conversation.agent;
    if (part === undefined) return;
    const wasConnected = part.state === 'connected';
    this.#leave(part, disconnectType);
    const agent = this.agents.get(part.userId);
    if (agent === undefined) return;
    if (wasConnected && part.wrapUpRequired) agent.afterContact.add(conversation.id);
    else this.#free(agent, conversation);
    this.#events.changed(conversation, part.userId);
  }

  /** After-contact work is done. */
  wrapUp(conversation: Conversation, part: AgentPart): void {
    part.wrapUpRequired = false;
    this.#record.add({
      kind: 'conversation',
      conversationId: conversation.id,
      event: 'wrapped-up',
      userId: part.userId,
    });
    const agent = this.agents.get(part.userId);
    const { wrapUpHoldMs } = this.#profile.agents;
    if (agent !== undefined && part.state === 'disconnected') {
      if (wrapUpHoldMs === 0) this.#free(agent, conversation);
      else this.#held.set(conversation, { agent, untilMs: Date.now() + wrapUpHoldMs });
    }
    this.#events.changed(conversation, part.userId);
  }

  /** What was to happen by now (ms). Call a few times a second. */
  sweep(nowMs: number): void {
    for (const [conversation, { agent, untilMs }] of this.#held) {
      if (untilMs > nowMs) continue;
      this.#held.delete(conversation);
      this.#free(agent, conversation);
    }
    this.#takeBack(nowMs);
    this.#assign();
  }

  /** Alerts that nobody answered go back to the queue, and the agent gets no more. */
  #takeBack(nowMs: number): void {
    for (const conversation of this.#alerting) {
      const part = conversation.agent;
      if (part === undefined || part.alertingUntilMs > nowMs) continue;
      this.#alerting.delete(conversation);
      this.#leave(part, 'transfer.noanswer');
      const agent = this.agents.get(part.userId);
      if (agent !== undefined) {
        agent.notResponding = true;
        this.#free(agent, conversation);
      }
      this.#record.add({
        kind: 'conversation',
        conversationId: conversation.id,
        event: 'not-answered',
        userId: part.userId,
      });
      this.#events.changed(conversation, part.userId);
      this.#waiting.add(conversation);
    }
  }

  #leave(part: AgentPart, disconnectType: string): void {
    part.state = 'disconnected';
    part.disconnectType = disconnectType;
    part.endTime = new Date();
  }

  #free(agent: Agent, conversation: Conversation): void {
    agent.taken.delete(conversation.id);
    agent.afterContact.delete(conversation.id);
    agent.idleSinceMs = Date.now();
    this.#status(agent);
    this.#assign();
  }

  /** Tells when it is another than was told last. */
  #status(agent: Agent): void {
    const status = routingStatusOf(agent);
    if (status === agent.toldStatus) return;
    agent.toldStatus = status;
    this.#events.statusChanged(agent, status);
  }

  #assign(): void {
    for (const conversation of this.#waiting) {
      const agent = this.agents.longestIdle();
      if (agent === undefined) return;
      this.#waiting.delete(conversation);
      this.#alert(conversation, agent);
    }
  }

  #alert(conversation: Conversation, agent: Agent): void {
    const { alertingTimeoutMs, wrapUpRequired, missedShare } = this.#profile.agents;
    agent.taken.add(conversation.id);
    this.#status(agent);
    conversation.agents.push({
      participantId: randomUUID(),
      communicationId: randomUUID(),
      userId: agent.id,
      state: 'alerting',
      wrapUpRequired,
      alertingUntilMs: Date.now() + alertingTimeoutMs,
      missed: missedShare > 0 && this.#random() < missedShare,
    });
    this.#alerting.add(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'alerting', userId: agent.id });
    this.#events.changed(conversation, agent.id);
  }
}
