import type { RoutingStatus } from '@headroom/genesys-wire/platform';
import type { AgentPart, Conversation } from '../conversations/conversation.ts';
import type { Ids } from '../ids.ts';
import { wrapUpCodeId } from '../org.ts';
import type { Profile } from '../profile/schema.ts';
import type { TenantRecord } from '../record/record.ts';
import { type AfterContact, endsWithCode, holdsPlace, timeoutMs } from './after-contact.ts';
import { type Agent, Agents, routingStatusOf } from './agents.ts';
import { chosenQueue } from './flow.ts';
import { HeldPlaces } from './held-places.ts';
import { firstFor, firstOf, putInLine, putLast } from './line.ts';
import { type Queue, type Queues, queuesFor } from './queues.ts';

/** Tells the outside what routing did. */
export interface RoutingEvents {
  /** The conversation changed, for this agent where one is concerned: topics show it. */
  changed(conversation: Conversation, userId?: string): void;
  /** Nobody talks in it any more, and nobody has to wrap it up. */
  over(conversation: Conversation): void;
  statusChanged(agent: Agent, status: RoutingStatus): void;
  membershipChanged(queue: Queue, agent: Agent): void;
}

/** Conversations in order of arrival go to the member of their queue who has been idle the longest and has room. */
export class Routing {
  readonly agents: Agents;
  readonly queues: Queues;
  /** The org's wrap-up codes: names by id. */
  readonly wrapUpCodes = new Map(['Default', 'Resolved'].map((name, index) => [wrapUpCodeId(index + 1), name]));
  readonly #profile: Profile;
  readonly #record: TenantRecord;
  readonly #events: RoutingEvents;
  readonly #ids: Ids;
  readonly #random: () => number;
  readonly #held = new HeldPlaces();
  #queued = 0;

  /** `random` gives numbers in [0, 1). */
  constructor(profile: Profile, record: TenantRecord, events: RoutingEvents, ids: Ids, random: () => number) {
    this.#profile = profile;
    this.#record = record;
    this.#events = events;
    this.#ids = ids;
    this.#random = random;
    this.agents = new Agents(profile.agents.count, profile.agents.capacity);
    this.queues = queuesFor(profile, this.agents.all(), this.wrapUpCodes.keys());
  }

  get waiting(): number {
    return this.queues.all().reduce((sum, { waiting }) => sum + waiting.size, 0);
  }

  /** The flow's transfer: into the queue it chooses. */
  enqueue(conversation: Conversation): void {
    const queues = this.queues.all();
    const names = queues.map(({ name }) => name);
    const queue = queues[chosenQueue(this.#profile, conversation, names)];
    if (queue === undefined) return;
    conversation.queue = queue;
    conversation.queuedAtMs = Date.now();
    conversation.place = ++this.#queued;
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'queued', queueId: queue.id });
    queue.waiting.add(conversation);
    this.#events.changed(conversation);
    this.#assign(queue);
  }

  setOnQueue(agent: Agent, onQueue: boolean): void {
    agent.onQueue = onQueue;
    this.setResponding(agent);
  }

  setResponding(agent: Agent): void {
    agent.notResponding = false;
    putLast(agent, this.agents.hasRoom(agent));
    this.#status(agent);
    this.#offer(agent);
  }

  /** How many conversations an agent, or each without a figure of its own, may have at once from now on. */
  setCapacity(capacity: number | undefined, agent?: Agent): void {
    if (agent !== undefined) agent.capacity = capacity;
    else if (capacity !== undefined) this.agents.capacity = capacity;
    for (const one of agent === undefined ? this.agents.all() : [agent]) {
      putInLine(one, this.agents.hasRoom(one));
      this.#offer(one);
    }
  }

  /** Makes an agent a member of a queue, joined or not; undefined takes the membership away. */
  setMember(queue: Queue, agent: Agent, joined: boolean | undefined): void {
    if (joined === undefined) queue.members.delete(agent);
    else queue.members.set(agent, joined);
    queue.available.delete(agent);
    if (joined === true) agent.queues.add(queue);
    else agent.queues.delete(queue);
    this.#events.membershipChanged(queue, agent);
    putInLine(agent, this.agents.hasRoom(agent));
    this.#offer(agent);
  }

  accept(conversation: Conversation, part: AgentPart): boolean {
    if (part.state !== 'alerting') return part.state === 'connected';
    part.state = 'connected';
    part.connectedTime = new Date();
    const { queue } = conversation;
    queue?.alerting.delete(conversation);
    queue?.interacting.add(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'accepted', userId: part.userId });
    this.#events.changed(conversation, part.userId);
    return true;
  }

  /** The agent does not want what alerts: it goes back to the queue, and the agent to the end of its line. */
  decline(conversation: Conversation, part: AgentPart): void {
    const { queue } = conversation;
    if (queue === undefined) return;
    this.#returns(queue, conversation, part, 'client');
    this.#assign(queue);
  }

  /** The conversation is over for everybody. */
  end(conversation: Conversation, disconnectType: string): void {
    if (conversation.ended) return;
    conversation.endedAt = new Date();
    conversation.disconnectType = disconnectType;
    const { queue, agent: part } = conversation;
    for (const place of [queue?.waiting, queue?.alerting, queue?.interacting]) place?.delete(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'ended', disconnectType });
    if (part === undefined) {
      this.#events.over(conversation);
      return this.#events.changed(conversation);
    }
    const wasConnected = part.state === 'connected';
    leave(part, disconnectType);
    const agent = this.agents.get(part.userId);
    if (agent === undefined) return;
    if (wasConnected && part.wrapUpRequired) this.#holdUntilTimeout(conversation, agent, part);
    else this.#free(agent, conversation);
    this.#events.changed(conversation, part.userId);
  }

  /** After-contact work is done, with this code. */
  wrapUp(conversation: Conversation, part: AgentPart, code: string): void {
    part.wrapUpCode = code;
    part.wrappedUpTime = new Date();
    const agent = this.agents.get(part.userId);
    const { id: conversationId } = conversation;
    this.#record.add({ kind: 'conversation', conversationId, event: 'wrapped-up', userId: part.userId, code });
    if (endsWithCode(part.afterContact)) {
      part.wrapUpRequired = false;
      if (agent !== undefined && part.state === 'disconnected') this.#afterCode(conversation, agent, part);
    }
    this.#events.changed(conversation, part.userId);
  }

  /** What was to happen by now (ms). Call a few times a second. */
  sweep(nowMs: number): void {
    for (const [conversation, { agent, part }] of this.#held.due(nowMs)) {
      part.wrapUpRequired = false;
      this.#free(agent, conversation);
      this.#events.changed(conversation, part.userId);
    }
    for (const queue of this.queues.all()) {
      for (const conversation of queue.alerting) this.#takeBack(queue, conversation, nowMs);
      this.#assign(queue);
    }
  }

  afterContactOf(queue: Queue): AfterContact {
    const { wrapUpRequired, acwMode, acwTimeoutMs } = this.#profile.agents;
    const wrapupPrompt = acwMode ?? (wrapUpRequired ? 'MANDATORY' : 'OPTIONAL');
    return queue.afterContact ?? { wrapupPrompt, timeoutMs: acwTimeoutMs };
  }

  alertingTimeoutMsOf(queue: Queue): number {
    return queue.alertingTimeoutMs ?? this.#profile.agents.alertingTimeoutMs;
  }

  #holdUntilTimeout(conversation: Conversation, agent: Agent, part: AgentPart): void {
    const ms = timeoutMs(part.afterContact);
    if (ms !== undefined) this.#held.hold(conversation, { agent, part, untilMs: Date.now() + ms });
  }

  #afterCode(conversation: Conversation, agent: Agent, part: AgentPart): void {
    const { wrapUpHoldMs } = this.#profile.agents;
    if (!agent.taken.has(conversation.id)) return;
    this.#held.drop(conversation);
    if (wrapUpHoldMs === 0) this.#free(agent, conversation);
    else this.#held.hold(conversation, { agent, part, untilMs: Date.now() + wrapUpHoldMs });
  }

  /** An alert that nobody answered in time goes back to the queue, and the agent gets no more. */
  #takeBack(queue: Queue, conversation: Conversation, nowMs: number): void {
    const part = conversation.agent;
    if (part === undefined || part.alertingUntilMs > nowMs) return;
    const agent = this.agents.get(part.userId);
    if (agent !== undefined) agent.notResponding = true;
    this.#returns(queue, conversation, part, 'transfer.noanswer');
  }

  /** What alerted waits again. */
  #returns(queue: Queue, conversation: Conversation, part: AgentPart, disconnectType: string): void {
    queue.alerting.delete(conversation);
    leave(part, disconnectType);
    const agent = this.agents.get(part.userId);
    if (agent !== undefined) this.#free(agent, conversation);
    const { id: conversationId } = conversation;
    this.#record.add({ kind: 'conversation', conversationId, event: 'not-answered', userId: part.userId });
    this.#events.changed(conversation, part.userId);
    queue.waiting.add(conversation);
  }

  #free(agent: Agent, conversation: Conversation): void {
    agent.taken.delete(conversation.id);
    if (conversation.ended) this.#events.over(conversation);
    putLast(agent, this.agents.hasRoom(agent));
    this.#status(agent);
    this.#offer(agent);
  }

  /** Tells when it is another than was told last. */
  #status(agent: Agent): void {
    const status = routingStatusOf(agent);
    if (status === agent.toldStatus) return;
    agent.toldStatus = status;
    this.#events.statusChanged(agent, status);
  }

  /** Gets what is next in its queues until it has no room. */
  #offer(agent: Agent): void {
    while (this.agents.hasRoom(agent)) {
      const conversation = firstFor(agent, this.#queuedByMs());
      if (conversation?.queue === undefined) return;
      this.#alert(conversation.queue, conversation, agent);
    }
  }

  #assign(queue: Queue): void {
    for (;;) {
      const [agent] = queue.available;
      const conversation = agent === undefined ? undefined : firstOf(queue, this.#queuedByMs());
      if (agent === undefined || conversation === undefined) return;
      this.#alert(queue, conversation, agent);
    }
  }

  /** Slow routing leaves out what came later. */
  #queuedByMs(): number {
    return Date.now() - this.#profile.routingDelayMs;
  }

  #alert(queue: Queue, conversation: Conversation, agent: Agent): void {
    const { missedShare } = this.#profile.agents;
    const afterContact = this.afterContactOf(queue);
    queue.waiting.delete(conversation);
    agent.taken.add(conversation.id);
    putInLine(agent, this.agents.hasRoom(agent));
    this.#status(agent);
    const part: AgentPart = {
      participantId: this.#ids.next(),
      communicationId: this.#ids.next(),
      userId: agent.id,
      alertedTime: new Date(),
      state: 'alerting',
      afterContact,
      wrapUpRequired: holdsPlace(afterContact),
      alertingUntilMs: Date.now() + this.alertingTimeoutMsOf(queue),
      missed: missedShare > 0 && this.#random() < missedShare,
    };
    conversation.agents.push(part);
    queue.alerting.add(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'alerting', userId: agent.id });
    this.#events.changed(conversation, agent.id);
    if (queue.autoAnswer && !part.missed) this.accept(conversation, part);
  }
}

function leave(part: AgentPart, disconnectType: string): void {
  part.state = 'disconnected';
  part.disconnectType = disconnectType;
  part.endTime = new Date();
}
