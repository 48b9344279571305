import type { TenantClock } from '../base/clock.ts';
import { wrapUpCodeId } from '../base/ready-made-ids.ts';
import type { Uuids } from '../base/uuids.ts';
import { acwTimeoutMs, endsWithCode } from '../conversations/acw-settings.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { AgentParticipant } from '../conversations/participants.ts';
import type { Profile } from '../profile/schema.ts';
import type { TenantRecord } from '../record/record.ts';
import { AcwTimers } from './acw-timers.ts';
import { Agents, type RoutedAgent, routingStatusOf } from './agents.ts';
import { alertingParticipant } from './alerting-participant.ts';
import { chosenQueue } from './flow-transfer.ts';
import { firstWaiting, firstWaitingIn, setAvailable, setAvailableLast } from './longest-first.ts';
import { type Queue, type Queues, queuesFor } from './queues.ts';
import type { RoutingListener, RoutingParts } from './routing-parts.ts';

/** Offers conversations, in order of arrival, to the available member of their queue that has been idle for longest. */
export class Routing {
  readonly agents: Agents;
  readonly queues: Queues;
  /** The org's wrap-up codes: names by id. */
  readonly wrapUpCodes = new Map(['Default', 'Resolved'].map((name, index) => [wrapUpCodeId(index + 1), name]));
  readonly #profile: Profile;
  readonly #record: TenantRecord;
  readonly #listener: RoutingListener;
  readonly #ids: Uuids;
  readonly #random: () => number;
  readonly #clock: TenantClock;
  readonly #acwTimers = new AcwTimers();
  #queued = 0;
  /** How many wrap-up codes there ever were. */
  #codes = this.wrapUpCodes.size;

  constructor({ profile, record, listener, ids, random, clock }: RoutingParts) {
    this.#profile = profile;
    this.#record = record;
    this.#listener = listener;
    this.#ids = ids;
    this.#random = random;
    this.#clock = clock;
    this.agents = new Agents(profile.agents.count, profile.agents.capacity);
    this.queues = queuesFor(profile, this.agents.all(), this.wrapUpCodes.keys(), new Date(clock.now()));
  }

  /** How many conversations wait, over all queues. */
  get waiting(): number {
    return this.queues.all().reduce((sum, { waiting }) => sum + waiting.size, 0);
  }

  addQueue(name: string): Queue {
    return this.queues.add(name, new Date(this.#clock.now()));
  }

  /** Adds a wrap-up code to the org, with the next id, and gives that. */
  addWrapUpCode(name: string): string {
    const id = wrapUpCodeId(++this.#codes);
    this.wrapUpCodes.set(id, name);
    return id;
  }

  /** The flow transfers the conversation to the queue it chooses. */
  enqueue(conversation: Conversation): void {
    const queues = this.queues.all();
    const names = queues.map(({ name }) => name);
    const queue = queues[chosenQueue(this.#profile, conversation, names)];
    if (queue !== undefined) this.#enqueueIn(queue, conversation);
  }

  /** Hands an agent's conversation on: to a queue, which routes it anew, or to another agent, at whom it alerts. */
  transfer(conversation: Conversation, participant: AgentParticipant, to: Queue | RoutedAgent): void {
    const { userId } = participant;
    const from = this.queues.of(conversation);
    from?.interacting.delete(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'transferred', userId });
    this.#disconnect(participant, 'transfer');
    if ('waiting' in to) this.#enqueueIn(to, conversation);
    else if (from !== undefined) this.#alert(from, conversation, to);
    this.#afterContact(conversation, participant, true);
  }

  #enqueueIn(queue: Queue, conversation: Conversation): void {
    conversation.queue = queue;
    conversation.queuedAtMs = this.#clock.now();
    conversation.queuePosition = ++this.#queued;
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'queued', queueId: queue.id });
    queue.waiting.add(conversation);
    this.#listener.conversationChanged(conversation);
    this.#offerWaiting(queue);
  }

  setOnQueue(agent: RoutedAgent, onQueue: boolean): void {
    agent.onQueue = onQueue;
    this.setResponding(agent);
  }

  /** Ends NOT_RESPONDING. */
  setResponding(agent: RoutedAgent): void {
    agent.notResponding = false;
    this.#makeLast(agent);
  }

  /** How many conversations an agent may have at once from now on; without `agent`, the org's figure. */
  setCapacity(capacity: number | undefined, agent?: RoutedAgent): void {
    if (agent !== undefined) agent.capacity = capacity;
    else if (capacity !== undefined) this.agents.capacity = capacity;
    for (const one of agent === undefined ? this.agents.all() : [agent]) {
      setAvailable(one, this.queues.joinedBy(one), this.agents.isAvailable(one));
      this.#offerTo(one);
    }
  }

  /** Makes an agent a member of a queue, joined or not; undefined ends the membership. */
  setMember(queue: Queue, agent: RoutedAgent, joined: boolean | undefined): void {
    if (joined === undefined) queue.members.delete(agent);
    if (joined === undefined) queue.ringNumbers.delete(agent);
    else queue.members.set(agent, joined);
    queue.available.delete(agent);
    if (joined === true) agent.joinedQueueIds.add(queue.id);
    else agent.joinedQueueIds.delete(queue.id);
    this.#listener.membershipChanged(queue, agent);
    setAvailable(agent, this.queues.joinedBy(agent), this.agents.isAvailable(agent));
    this.#offerTo(agent);
  }

  /** Connects the agent at whom the conversation alerts. False when it does not alert there any more. */
  accept(conversation: Conversation, participant: AgentParticipant): boolean {
    if (participant.state !== 'alerting') return participant.state === 'connected';
    participant.state = 'connected';
    participant.connectedTime = new Date(this.#clock.now());
    const queue = this.queues.of(conversation);
    queue?.alerting.delete(conversation);
    queue?.interacting.add(conversation);
    const { userId } = participant;
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'accepted', userId });
    this.#listener.conversationChanged(conversation, userId);
    return true;
  }

  /** The agent declines the alert: the conversation waits again, and the agent is the last of its queues. */
  decline(conversation: Conversation, participant: AgentParticipant): void {
    const queue = this.queues.of(conversation);
    if (queue === undefined) return;
    this.#requeue(queue, conversation, participant, 'client');
    this.#offerWaiting(queue);
  }

  /** Ends the conversation for everybody. */
  end(conversation: Conversation, disconnectType: string): void {
    if (conversation.ended) return;
    conversation.endedAt = new Date(this.#clock.now());
    conversation.disconnectType = disconnectType;
    const queue = this.queues.of(conversation);
    for (const stage of [queue?.waiting, queue?.alerting, queue?.interacting]) stage?.delete(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'ended', disconnectType });
    const { agent: participant } = conversation;
    if (participant === undefined) {
      this.#listener.conversationFinished(conversation);
      return this.#listener.conversationChanged(conversation);
    }
    const wasConnected = participant.state === 'connected';
    this.#disconnect(participant, disconnectType);
    this.#afterContact(conversation, participant, wasConnected);
  }

  /** The agent is out of the conversation, and after-call work begins where there is any. */
  #afterContact(conversation: Conversation, participant: AgentParticipant, wasConnected: boolean): void {
    const agent = this.agents.get(participant.userId);
    if (agent === undefined) return;
    if (wasConnected && participant.wrapUpRequired) this.#startAcwTimer(conversation, agent, participant);
    else this.#release(agent, conversation);
    this.#listener.conversationChanged(conversation, participant.userId);
  }

  /** The agent wraps up with this code. */
  wrapUp(conversation: Conversation, participant: AgentParticipant, code: string): void {
    const { userId } = participant;
    participant.wrapUpCode = code;
    participant.wrappedUpTime = new Date(this.#clock.now());
    const agent = this.agents.get(userId);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'wrapped-up', userId, code });
    if (endsWithCode(participant.acwSettings)) {
      participant.wrapUpRequired = false;
      if (agent !== undefined && participant.state === 'disconnected')
        this.#afterCode(conversation, agent, participant);
    }
    this.#listener.conversationChanged(conversation, userId);
  }

  /** Does what has fallen due by now (Unix ms). Call it a few times a second. */
  sweep(nowMs: number): void {
    for (const { conversation, agent, participant } of this.#acwTimers.takeDue(nowMs)) {
      participant.wrapUpRequired = false;
      this.#release(agent, conversation);
      this.#listener.conversationChanged(conversation, participant.userId);
    }
    for (const queue of this.queues.all()) {
      for (const conversation of queue.alerting) this.#timeOutAlert(queue, conversation, nowMs);
      this.#offerWaiting(queue);
    }
  }

  #startAcwTimer(conversation: Conversation, agent: RoutedAgent, participant: AgentParticipant): void {
    const ms = acwTimeoutMs(participant.acwSettings);
    if (ms !== undefined) this.#acwTimers.set({ conversation, agent, participant, untilMs: this.#clock.now() + ms });
  }

  #afterCode(conversation: Conversation, agent: RoutedAgent, participant: AgentParticipant): void {
    const { wrapUpHoldMs } = this.#profile.agents;
    if (!agent.taken.has(conversation.id)) return;
    this.#acwTimers.cancel(participant);
    if (wrapUpHoldMs === 0) this.#release(agent, conversation);
    else this.#acwTimers.set({ conversation, agent, participant, untilMs: this.#clock.now() + wrapUpHoldMs });
  }

  /** An alert that nobody answered in time: the conversation waits again, and the agent is NOT_RESPONDING. */
  #timeOutAlert(queue: Queue, conversation: Conversation, nowMs: number): void {
    const participant = conversation.agent;
    if (participant === undefined || participant.alertingUntilMs > nowMs) return;
    const agent = this.agents.get(participant.userId);
    if (agent !== undefined) agent.notResponding = true;
    this.#requeue(queue, conversation, participant, 'transfer.noanswer');
  }

  #requeue(queue: Queue, conversation: Conversation, participant: AgentParticipant, disconnectType: string): void {
    const { userId } = participant;
    queue.alerting.delete(conversation);
    this.#disconnect(participant, disconnectType);
    const agent = this.agents.get(userId);
    if (agent !== undefined) this.#release(agent, conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'not-answered', userId });
    this.#listener.conversationChanged(conversation, userId);
    queue.waiting.add(conversation);
  }

  #disconnect(participant: AgentParticipant, disconnectType: string): void {
    participant.state = 'disconnected';
    participant.disconnectType = disconnectType;
    participant.endTime = new Date(this.#clock.now());
  }

  /** The conversation no longer takes up the agent's capacity. */
  #release(agent: RoutedAgent, conversation: Conversation): void {
    agent.taken.delete(conversation.id);
    if (conversation.ended) this.#listener.conversationFinished(conversation);
    this.#makeLast(agent);
  }

  #makeLast(agent: RoutedAgent): void {
    setAvailableLast(agent, this.queues.joinedBy(agent), this.agents.isAvailable(agent));
    this.#tellStatus(agent);
    this.#offerTo(agent);
  }

  #tellStatus(agent: RoutedAgent): void {
    const status = routingStatusOf(agent);
    if (status === agent.toldStatus) return;
    agent.toldStatus = status;
    agent.statuses.add(status, this.#clock.now());
    this.#listener.statusChanged(agent, status);
  }

  /** Alerts the agent with what waits in its queues until it is at capacity. */
  #offerTo(agent: RoutedAgent): void {
    while (this.agents.isAvailable(agent)) {
      const first = firstWaitingIn(this.queues.joinedBy(agent), this.#queuedByMs());
      if (first === undefined) return;
      this.#alert(first.queue, first.conversation, agent);
    }
  }

  /** Alerts available members with what waits in the queue. */
  #offerWaiting(queue: Queue): void {
    for (;;) {
      const [agent] = queue.available;
      const conversation = agent === undefined ? undefined : firstWaiting(queue, this.#queuedByMs());
      if (agent === undefined || conversation === undefined) return;
      this.#alert(queue, conversation, agent);
    }
  }

  /** A conversation that was queued later than this is not routed yet (`routingDelayMs`). */
  #queuedByMs(): number {
    return this.#clock.now() - this.#profile.routingDelayMs;
  }

  #alert(queue: Queue, conversation: Conversation, agent: RoutedAgent): void {
    queue.waiting.delete(conversation);
    agent.taken.add(conversation.id);
    setAvailable(agent, this.queues.joinedBy(agent), this.agents.isAvailable(agent));
    this.#tellStatus(agent);
    const { missedShare } = this.#profile.agents;
    const missed = missedShare > 0 && this.#random() < missedShare;
    const participant = alertingParticipant(agent, queue, this.#profile, this.#ids, this.#clock.now(), missed);
    conversation.agents.push(participant);
    queue.alerting.add(conversation);
    this.#record.add({ kind: 'conversation', conversationId: conversation.id, event: 'alerting', userId: agent.id });
    this.#listener.conversationChanged(conversation, agent.id);
    if (queue.autoAnswer && !participant.missed) this.accept(conversation, participant);
  }
}
