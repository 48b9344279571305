import type { MessageCommunication } from '@headroom/genesys-wire/platform';
import type { Uuids } from '../base/uuids.ts';
import type { StoredMessage } from './message.ts';
import { MessageLog } from './message-log.ts';
import { type AgentParticipant, type ParticipantIds, participantIds } from './participants.ts';

/** What a conversation knows of the queue that the flow transferred it to. */
export interface ConversationQueue {
  readonly id: string;
  readonly wrapUpCodes: ReadonlySet<string>;
}

/** A message as a participant's communication lists it. */
type ListedMessage = MessageCommunication['messages'][number];

/** An event lists this many of a communication's messages, the latest. */
const LISTED_IN_EVENTS = 20;

const listed = ({ id, from, time }: StoredMessage): ListedMessage => ({
  messageId: id,
  messageTime: time.toISOString(),
  messageStatus: from === 'customer' ? 'received' : 'sent',
});

/** A web-messaging conversation, from the guest's first message to its end. */
export class Conversation {
  readonly id: string;
  /** The token of the guest's session. */
  readonly token: string;
  readonly deploymentId: string;
  /** Undefined until the flow transfers the conversation. */
  queue: ConversationQueue | undefined;
  /** Unix time (ms). */
  queuedAtMs = 0;
  /** Its number among all conversations that were ever queued, from 1. */
  queuePosition = 0;
  readonly createdAt: Date;
  readonly #messages = new MessageLog();
  readonly #attributes: Record<string, string> = {};
  /** Attributes that calls wrote, by participant; undefined where none did. */
  #written: Map<string, Record<string, string>> | undefined;
  /**
   * What events list, by communication: made once for each message, since each message causes an event. Undefined once
   * the conversation is settled.
   */
  #latest: Map<string, ListedMessage[]> | undefined = new Map();
  readonly agents: AgentParticipant[] = [];
  /** Whether its customer's participant shows attributes. */
  showsAttributes = true;
  /** Whether its guest has signed in. */
  authenticated = false;
  /** The participants that are no agents. */
  readonly customer: ParticipantIds;
  readonly workflow: ParticipantIds;
  readonly acd: ParticipantIds;
  endedAt: Date | undefined;
  /** Why it ended, as Genesys names it: `peer`, `client` … */
  disconnectType: string | undefined;

  /** What stands before the names of the customer's attributes where a participant shows them. */
  readonly attributePrefix: string;

  constructor(ids: Uuids, token: string, deploymentId: string, createdAt = new Date(), attributePrefix = '') {
    this.attributePrefix = attributePrefix;
    this.id = ids.next();
    [this.customer, this.workflow, this.acd] = [participantIds(ids), participantIds(ids), participantIds(ids)];
    this.token = token;
    this.deploymentId = deploymentId;
    this.createdAt = createdAt;
  }

  /** Oldest first. */
  get messages(): readonly StoredMessage[] {
    return this.#messages.all;
  }

  /** When the latest message was stored, or else when the conversation began: Unix time (ms). */
  get lastMessageAtMs(): number {
    return (this.messages.at(-1)?.time ?? this.createdAt).getTime();
  }

  get ended(): boolean {
    return this.endedAt !== undefined;
  }

  /** The agent at whom it alerts or to whom it is connected. */
  get agent(): AgentParticipant | undefined {
    return this.agents.find(({ state }) => state === 'alerting' || state === 'connected');
  }

  /** Custom attributes of the guest's messages; a later message overwrites an earlier one. */
  get attributes(): Readonly<Record<string, string>> {
    return this.#attributes;
  }

  /** Attributes of a participant that a call wrote; undefined where none did. */
  writtenAttributes(participantId: string): Readonly<Record<string, string>> | undefined {
    return this.#written?.get(participantId);
  }

  /** Adds to a participant's attributes, or overwrites them. False where it has no such participant. */
  writeAttributes(participantId: string, attributes: Readonly<Record<string, string>>): boolean {
    const all: readonly ParticipantIds[] = [this.customer, this.workflow, this.acd, ...this.agents];
    if (!all.some((one) => one.participantId === participantId)) return false;
    this.#written ??= new Map();
    this.#written.set(participantId, { ...this.#written.get(participantId), ...attributes });
    return true;
  }

  add(message: StoredMessage): void {
    this.#messages.add(message);
    Object.assign(this.#attributes, message.attributes);
    const communicationId = this.#communicationOf(message);
    if (communicationId === undefined || this.#latest === undefined) return;
    const latest = this.#latest.get(communicationId) ?? [];
    if (latest.push(listed(message)) > LISTED_IN_EVENTS) latest.shift();
    this.#latest.set(communicationId, latest);
  }

  /** It is over, and is kept for those who read it later, in as little memory as may be. */
  settle(): void {
    this.#messages.pack();
    this.#latest = undefined;
  }

  /** Puts others in place of its messages: none, where they are to be forgotten. No client can. */
  replaceMessages(messages: readonly StoredMessage[]): void {
    this.#messages.replace(messages);
  }

  /** Whether it alerts at this user, and neither topics nor lists show that. */
  isHiddenFrom(userId: string): boolean {
    const { agent } = this;
    return agent?.userId === userId && agent.state === 'alerting' && agent.missed;
  }

  message(id: string): StoredMessage | undefined {
    return this.messages.find((message) => message.id === id);
  }

  /** The messages of one communication: the `latest`, as events list them, or `all`, as calls do. */
  listMessages(communicationId: string, which: 'latest' | 'all'): readonly ListedMessage[] {
    if (which === 'latest' && this.#latest !== undefined) return this.#latest.get(communicationId) ?? [];
    const own = this.messages.filter((message) => this.#communicationOf(message) === communicationId);
    return (which === 'latest' ? own.slice(-LISTED_IN_EVENTS) : own).map(listed);
  }

  /** The communication a message belongs to. A bot's message belongs to none here. */
  #communicationOf({ from, communicationId }: StoredMessage): string | undefined {
    if (from === 'customer') return this.customer.communicationId;
    return from === 'agent' ? (communicationId ?? this.agents.at(-1)?.communicationId) : undefined;
  }
}
