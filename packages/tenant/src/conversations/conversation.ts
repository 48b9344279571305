import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import type {
  CommunicationState,
  MessageCommunication,
  MessageData,
  Conversation as WireConversation,
  Participant as WireParticipant,
} from '@headroom/genesys-wire/platform';
import type { Ids } from '../ids.ts';
import { type AfterContact, promptOf } from '../routing/after-contact.ts';
import type { Queue } from '../routing/queues.ts';

export interface StoredMessage {
  readonly id: string;
  readonly from: 'customer' | 'agent' | 'bot';
  readonly type: 'Text' | 'Structured' | 'Event';
  readonly text: string;
  /** Buttons, and answers to them, as they are on the wire. */
  readonly content?: StructuredMessage['content'];
  readonly time: Date;
  readonly attributes: Readonly<Record<string, string>>;
  /** The agent's name, for what the guest sees. */
  readonly userId?: string;
  /** The agent's part in the conversation. */
  readonly communicationId?: string | undefined;
}

/** One agent's part in a conversation; a conversation that was not answered has several. */
export interface AgentPart {
  readonly participantId: string;
  readonly communicationId: string;
  readonly userId: string;
  state: CommunicationState;
  readonly alertedTime: Date;
  disconnectType?: string;
  connectedTime?: Date;
  endTime?: Date;
  wrappedUpTime?: Date;
  readonly afterContact: AfterContact;
  wrapUpRequired: boolean;
  wrapUpCode?: string;
  readonly alertingUntilMs: number;
  /** The agent hears nothing of the alert. */
  readonly missed: boolean;
}

interface PartIds {
  readonly participantId: string;
  readonly communicationId: string;
}

const partIds = (ids: Ids): PartIds => ({ participantId: ids.next(), communicationId: ids.next() });

type Shown = MessageCommunication['messages'][number];

/** Events show the latest messages, not the whole history. */
const SHOWN = 20;
type Which = 'latest' | 'all';

const shown = ({ id, from, time }: StoredMessage): Shown => ({
  messageId: id,
  messageTime: time.toISOString(),
  messageStatus: from === 'customer' ? 'received' : 'sent',
});

/** A web-messaging conversation, from the guest's first message to its end. */
export class Conversation {
  readonly id: string;
  readonly token: string;
  readonly deploymentId: string;
  /** Where the flow transferred it, if it did. */
  queue: Queue | undefined;
  queuedAtMs = 0;
  /** Its number among all that were ever queued. */
  place = 0;
  readonly createdAt = new Date();
  readonly messages: StoredMessage[] = [];
  readonly #attributes: Record<string, string> = {};
  /** As events show them: made once, since an event comes with each message. */
  readonly #latest = new Map<string, Shown[]>();
  readonly agents: AgentPart[] = [];
  readonly #customer: PartIds;
  readonly #workflow: PartIds;
  readonly #acd: PartIds;
  endedAt: Date | undefined;
  /** How it ended. */
  disconnectType: string | undefined;

  constructor(ids: Ids, token: string, deploymentId: string) {
    this.id = ids.next();
    [this.#customer, this.#workflow, this.#acd] = [partIds(ids), partIds(ids), partIds(ids)];
    this.token = token;
    this.deploymentId = deploymentId;
  }

  /** Ids of the parts that are no agent's. */
  get parts(): Readonly<Record<'customer' | 'workflow' | 'acd', PartIds>> {
    return { customer: this.#customer, workflow: this.#workflow, acd: this.#acd };
  }

  get lastSaidAtMs(): number {
    return (this.messages.at(-1)?.time ?? this.createdAt).getTime();
  }

  get ended(): boolean {
    return this.endedAt !== undefined;
  }

  /** The agent it is alerting at or connected to. */
  get agent(): AgentPart | undefined {
    return this.agents.find(({ state }) => state === 'alerting' || state === 'connected');
  }

  /** Custom attributes that the guest's messages brought; later ones win. */
  get attributes(): Readonly<Record<string, string>> {
    return this.#attributes;
  }

  add(message: StoredMessage): void {
    this.messages.push(message);
    Object.assign(this.#attributes, message.attributes);
    const by = this.#saidBy(message);
    if (by === undefined) return;
    const latest = this.#latest.get(by) ?? [];
    if (latest.push(shown(message)) > SHOWN) latest.shift();
    this.#latest.set(by, latest);
  }

  /** Whether it alerts at a user who hears nothing of it. */
  isKeptFrom(userId: string): boolean {
    const { agent } = this;
    return agent?.userId === userId && agent.state === 'alerting' && agent.missed;
  }

  message(id: string): StoredMessage | undefined {
    return this.messages.find((message) => message.id === id);
  }

  /** The communication that a message stands under: no bot's is a participant's here. */
  #saidBy({ from, communicationId }: StoredMessage): string | undefined {
    if (from === 'customer') return this.#customer.communicationId;
    return from === 'agent' ? (communicationId ?? this.agents.at(-1)?.communicationId) : undefined;
  }

  /** What was said in one communication, as an event shows it or as a call does. */
  #said({ communicationId }: PartIds, which: Which): readonly Shown[] {
    if (which === 'latest') return this.#latest.get(communicationId) ?? [];
    return this.messages.filter((message) => this.#saidBy(message) === communicationId).map(shown);
  }

  /** The body of `v2.users.{id}.conversations`, and with all messages that of `GET /api/v2/conversations/{id}`. */
  toWire(which: Which = 'latest'): WireConversation {
    return {
      id: this.id,
      participants: [
        this.#customerToWire(which),
        this.#onTheWay('workflow', this.#workflow, this.queue === undefined),
        ...(this.queue ? [this.#onTheWay('acd', this.#acd, this.agent === undefined)] : []),
        ...this.agents.map((part) => this.#agentToWire(part, which)),
      ],
    };
  }

  /** The body of `v2.users.{id}.conversations.messages`: flat, and without communication ids. */
  toFlatWire() {
    const { id, participants } = this.toWire();
    return {
      id,
      participants: participants.map(({ messages: [communication], userId, queueId, ...rest }) => ({
        ...rest,
        ...(userId ? { user: { id: userId } } : {}),
        ...(queueId ? { queue: { id: queueId } } : {}),
        state: communication?.state,
        direction: communication?.direction,
        disconnectType: communication?.disconnectType,
        messages: communication?.messages.map(({ messageId, ...when }) => ({ message: { id: messageId }, ...when })),
      })),
    };
  }

  /**
   * The body of `GET /api/v2/conversations/messages/{id}`: state and the like stand in the participant, as in Genesys's
   * own model, where `messages` has no communications. Here it has: scripts read them.
   */
  toMessageWire() {
    const { id, participants } = this.toWire('all');
    return {
      id,
      participants: participants.map((participant) => {
        const {
          messages: [communication],
          userId,
          queueId,
        } = participant;
        return {
          ...participant,
          ...(userId ? { user: { id: userId } } : {}),
          ...(queueId ? { queue: { id: queueId } } : {}),
          state: communication?.state,
          direction: communication?.direction,
          ...(communication?.disconnectType ? { disconnectType: communication.disconnectType } : {}),
        };
      }),
    };
  }

  #customerToWire(which: Which): WireParticipant {
    const attributes = Object.fromEntries(
      Object.entries(this.attributes).map(([name, value]) => [`context.${name}`, value]),
    );
    return {
      id: this.#customer.participantId,
      purpose: 'customer',
      connectedTime: this.createdAt.toISOString(),
      ...(this.endedAt ? { endTime: this.endedAt.toISOString() } : {}),
      attributes,
      messages: [
        {
          id: this.#customer.communicationId,
          state: this.ended ? 'disconnected' : 'connected',
          direction: 'inbound',
          type: 'webmessaging',
          ...(this.disconnectType ? { disconnectType: this.disconnectType } : {}),
          messages: this.#said(this.#customer, which),
        },
      ],
    };
  }

  /** The flow, or the queue: connected until the conversation moves on. */
  #onTheWay(
    purpose: 'workflow' | 'acd',
    { participantId, communicationId }: PartIds,
    isHere: boolean,
  ): WireParticipant {
    const here = isHere && !this.ended;
    return {
      id: participantId,
      purpose,
      ...(purpose === 'acd' && this.queue ? { queueId: this.queue.id } : {}),
      messages: [
        {
          id: communicationId,
          state: here ? 'connected' : 'disconnected',
          direction: 'inbound',
          type: 'webmessaging',
          ...(here ? {} : { disconnectType: this.ended && isHere ? 'peer' : 'transfer' }),
          messages: [],
        },
      ],
    };
  }

  #agentToWire(part: AgentPart, which: Which): WireParticipant {
    return {
      id: part.participantId,
      purpose: 'agent',
      userId: part.userId,
      ...(this.queue ? { queueId: this.queue.id } : {}),
      wrapupRequired: part.wrapUpRequired,
      wrapupPrompt: promptOf(part.afterContact),
      wrapupTimeoutMs: part.afterContact.timeoutMs,
      alertingTimeoutMs: part.alertingUntilMs - part.alertedTime.getTime(),
      ...(part.connectedTime ? { connectedTime: part.connectedTime.toISOString() } : {}),
      ...(part.endTime ? { endTime: part.endTime.toISOString() } : {}),
      messages: [
        {
          id: part.communicationId,
          state: part.state,
          direction: 'inbound',
          type: 'webmessaging',
          afterCallWorkRequired: part.wrapUpRequired,
          ...(part.disconnectType ? { disconnectType: part.disconnectType } : {}),
          messages: this.#said(part, which),
        },
      ],
    };
  }
}

/** A message as the Platform API gives it. */
export function messageData(conversation: Conversation, message: StoredMessage): MessageData {
  const inbound = message.from === 'customer';
  return {
    id: message.id,
    conversationId: conversation.id,
    direction: inbound ? 'inbound' : 'outbound',
    messengerType: 'webmessaging',
    textBody: message.text,
    status: inbound ? 'received' : 'sent',
    timestamp: message.time.toISOString(),
    normalizedMessage: {
      type: message.type,
      text: message.text,
      originatingEntity: message.from === 'bot' ? 'Bot' : 'Human',
      channel: { metadata: { customAttributes: message.attributes } },
    },
  };
}
