import type { MessageCommunication } from '@headroom/genesys-wire/platform';
import type { Uuids } from '../base/uuids.ts';
import type { StoredMessage } from './message.ts';
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
  readonly messages: StoredMessage[] = [];
  readonly #attributes: Record<string, string> = {};
  /** Attributes that calls wrote, by participant. */
  readonly #written = new Map<string, Record<string, string>>();
  /** What events list, by communication: made once for each message, since each message causes an event. */
  readonly #latest = new Map<string, ListedMessage[]>();
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
    return this.#written.get(participantId);
  }

  /** Adds to a participant's attributes, or overwrites them. False where it has no such participant. */
  writeAttributes(participantId: string, attributes: Readonly<Record<string, string>>): boolean {
    const all: readonly ParticipantIds[] = [this.customer, this.workflow, this.acd, ...this.agents];
    if (!all.some((one) => one.participantId === participantId)) return false;
    this.#written.set(participantId, { ...this.#written.get(participantId), ...attributes });
    return true;
  }

  add(message: StoredMessage): void {
    this.messages.push(message);
    Object.assign(this.#attributes, message.attributes);
    const communicationId = this.#communicationOf(message);
    if (communicationId === undefined) return;
    const latest = this.#latest.get(communicationId) ?? [];
    if (latest.push(listed(message)) > LISTED_IN_EVENTS) latest.shift();
    this.#latest.set(communicationId, latest);
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
    if (which === 'latest') return this.#latest.get(communicationId) ?? [];
    return this.messages.filter((message) => this.#communicationOf(message) === communicationId).map(listed);
  }

  /** The communication a message belongs to. A bot's message belongs to none here. */
  #communicationOf({ from, communicationId }: StoredMessage): string | undefined {
    if (from === 'customer') return this.customer.communicationId;
    return from === 'agent' ? (communicationId ?? this.agents.at(-1)?.communicationId) : undefined;
  }
}
