import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { ConnectionCeiling } from './admission/ceiling.ts';
import { Gate } from './admission/gate.ts';
import { Limits } from './admission/limits.ts';
import { Conversation, type StoredMessage } from './conversations/conversation.ts';
import { Conversations } from './conversations/conversations.ts';
import { Configurations } from './deployments/configurations.ts';
import { Deployments } from './deployments/deployments.ts';
import type { Messenger } from './deployments/messenger.ts';
import { Faults } from './faults/faults.ts';
import { Line } from './faults/line.ts';
import type { GuestSocket } from './guest/guest-socket.ts';
import { type Session, Sessions, sendTo } from './guest/sessions.ts';
import { Ids } from './ids.ts';
import type { Later } from './later.ts';
import { Channels } from './notifications/channels.ts';
import { Publisher } from './notifications/publisher.ts';
import { isTopic } from './notifications/topics.ts';
import type { Profile } from './profile/schema.ts';
import { seeded } from './random.ts';
import { TenantRecord } from './record/record.ts';
import { Routing, type RoutingEvents } from './routing/routing.ts';

const JWT_SECONDS = 3_600;

/** What a guest says: its text, and where it pressed a button what that was. */
type CustomerMessage = Pick<StoredMessage, 'type' | 'text' | 'attributes' | 'content'>;

/** The state of one simulated org, and what its guests and agents do to it. No sockets of its own. */
export class Tenant {
  readonly profile: Profile;
  readonly record: TenantRecord;
  readonly ceiling: ConnectionCeiling;
  readonly limits: Limits;
  readonly gate: Gate;
  readonly faults: Faults;
  readonly later: Later;
  readonly ids: Ids;
  /** For the order in which guests hear. */
  readonly random: () => number;
  readonly deployments: Deployments;
  readonly sessions = new Sessions();
  readonly guests = new Set<GuestSocket>();
  readonly channels: Channels;
  readonly publisher: Publisher;
  readonly routing: Routing;
  readonly conversations = new Conversations();
  readonly #jwts = new Map<string, { token: string; exp: number }>();

  constructor(profile: Profile, seed: number, later: Later) {
    this.profile = profile;
    this.later = later;
    this.random = seeded(seed + 2);
    this.ids = new Ids(seeded(seed + 4));
    this.record = new TenantRecord(profile.record, profile.recordMost);
    this.ceiling = new ConnectionCeiling(profile.ceiling, seeded(seed), Date.now());
    this.limits = new Limits(profile);
    this.deployments = new Deployments(profile, new Configurations(profile));
    this.gate = new Gate(profile, this.deployments, this.limits, this.ceiling);
    this.faults = new Faults(() => this.profile.faults, seeded(seed + 1), Date.now(), profile.recordMost);
    this.channels = new Channels(
      this.ids,
      (socket) => new Line(socket, this.faults, later),
      () => this.profile.channelLifeSeconds * 1_000,
    );
    this.publisher = new Publisher(this.channels);
    const events: RoutingEvents = {
      changed: (conversation, userId) => this.#changed(conversation, userId),
      over: (conversation) =>
        this.conversations.over(conversation, profile.conversationsMost ?? Number.POSITIVE_INFINITY),
      statusChanged: (agent, status) => this.publisher.status(agent, status),
      membershipChanged: (queue, agent) => this.publisher.member(queue, agent),
    };
    this.routing = new Routing(profile, this.record, events, this.ids, seeded(seed + 3));
  }

  /** Another profile from now on; what was drawn or counted under the same setting stays. */
  change(profile: Profile): void {
    for (const key of Object.keys(this.profile)) Reflect.deleteProperty(this.profile, key);
    Object.assign(this.profile, profile);
    this.ceiling.change(profile.ceiling, Date.now());
  }

  /** The first message begins a conversation (genesys.md section 1.6); `connection` is its socket's number. */
  customerSays(session: Session, said: CustomerMessage, connection?: number): StoredMessage {
    const { begun, conversation } = this.#conversationOf(session);
    const { text, attributes } = said;
    const message = this.#store(conversation, { from: 'customer', ...said });
    const { id: conversationId } = conversation;
    const over = connection === undefined ? {} : { connection };
    this.record.add({
      kind: 'message',
      from: 'customer',
      conversationId,
      messageId: message.id,
      text,
      attributes,
      ...over,
    });
    if (begun) this.#flow(session, conversation);
    else this.#changed(conversation, conversation.agent?.userId);
    return message;
  }

  /** A guest that joins begins its conversation without a word, where the deployment starts it so. */
  customerJoins(session: Session): void {
    const { begun, conversation } = this.#conversationOf(session);
    if (begun) this.#flow(session, conversation);
  }

  #messengerOf({ deploymentId }: Session): Messenger {
    return this.deployments.messengerOf(deploymentId);
  }

  #conversationOf(session: Session): { begun: boolean; conversation: Conversation } {
    session.expiresAtMs = Date.now() + this.#messengerOf(session).sessionDurationSeconds * 1_000;
    const { conversation } = session;
    if (conversation !== undefined && !conversation.ended) return { begun: false, conversation };
    return { begun: true, conversation: this.#begin(session) };
  }

  #begin(session: Session): Conversation {
    const conversation = new Conversation(this.ids, session.token, session.deploymentId);
    if (session.conversation !== undefined) session.past.push(session.conversation);
    session.conversation = conversation;
    this.conversations.add(conversation);
    this.record.add({ kind: 'conversation', conversationId: conversation.id, event: 'created' });
    return conversation;
  }

  /** Between guest and queue: an optional greeting, then the queue, or nowhere. */
  #flow(session: Session, conversation: Conversation): void {
    const { greeting, quickReplies, flowRoutes } = this.profile;
    if (greeting !== undefined) {
      const content = quickReplies.map((text) => ({
        contentType: 'QuickReply' as const,
        quickReply: { text, payload: text, action: 'Message' },
      }));
      const type = content.length > 0 ? 'Structured' : 'Text';
      this.#toGuest(session, this.#store(conversation, { from: 'bot', type, text: greeting, attributes: {}, content }));
    }
    if (flowRoutes) this.routing.enqueue(conversation);
  }

  agentSays(conversation: Conversation, userId: string, text: string): StoredMessage {
    const communicationId = conversation.agent?.communicationId;
    const said = { from: 'agent', type: 'Text', text, attributes: {}, userId, communicationId } as const;
    const message = this.#store(conversation, said);
    const { id: conversationId } = conversation;
    this.record.add({ kind: 'message', from: 'agent', conversationId, messageId: message.id, text, userId });
    const session = this.sessions.get(conversation.token);
    if (session !== undefined) this.#toGuest(session, message);
    this.#changed(conversation, userId);
    return message;
  }

  agentTypes({ token }: Conversation, typing: { type: 'On' | 'Off'; duration: number }): void {
    const session = this.sessions.get(token);
    if (session === undefined) return;
    const body: StructuredMessage = {
      id: this.ids.next(),
      direction: 'Outbound',
      type: 'Event',
      events: [{ eventType: 'Typing', typing }],
      channel: { time: new Date().toISOString() },
    };
    sendTo(session, { type: 'message', class: 'StructuredMessage', code: 200, body });
  }

  customerTypes({ conversation }: Session): void {
    const agent = conversation?.agent;
    if (conversation === undefined || agent === undefined) return;
    this.channels.publish(`v2.users.${agent.userId}.conversations.inbound.typing.event`, () => ({
      conversationId: conversation.id,
      typing: { type: 'On', duration: 5_000 },
    }));
  }

  /** The same token, with nothing of what was. */
  startsAnew(session: Session): void {
    this.customerClears(session);
    if (session.conversation !== undefined) session.past.push(session.conversation);
    session.conversation = undefined;
    session.readOnly = false;
    session.expiresAtMs = Date.now() + this.#messengerOf(session).sessionDurationSeconds * 1_000;
  }

  customerClears(session: Session): void {
    if (session.conversation !== undefined) this.routing.end(session.conversation, 'peer');
  }

  /** Conversations in which nothing was said for long are ended, where their queue says so. Call a few times a second. */
  endInactive(nowMs: number): void {
    for (const { inactivityTimeoutMs, interacting } of this.routing.queues.all()) {
      if (inactivityTimeoutMs === undefined) continue;
      for (const conversation of interacting)
        if (conversation.lastSaidAtMs + inactivityTimeoutMs <= nowMs) this.agentDisconnects(conversation, 'inactivity');
    }
  }

  agentDisconnects(conversation: Conversation, disconnectType = 'client'): void {
    this.routing.end(conversation, disconnectType);
    const session = this.sessions.get(conversation.token);
    if (session === undefined) return;
    const { conversationDisconnect, conversationDisconnectType } = this.#messengerOf(session);
    if (!conversationDisconnect) return;
    session.readOnly = conversationDisconnectType === 'ReadOnly';
    sendTo(session, {
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body: {
        id: this.ids.next(),
        direction: 'Outbound',
        type: 'Event',
        events: [{ eventType: 'Presence', presence: { type: 'Disconnect' } }],
        metadata: { readOnly: String(session.readOnly) },
        channel: { time: new Date().toISOString() },
      },
    });
  }

  /** Sockets on which nothing arrived for long are closed. Call a few times a second. */
  closeIdle(nowMs: number): void {
    const { idleTimeoutSeconds } = this.profile;
    if (idleTimeoutSeconds === undefined) return;
    for (const guest of this.guests) guest.closeIfIdleSince(nowMs - idleTimeoutSeconds * 1_000);
  }

  /** Sessions whose time is over end, and their guests are told. Call a few times a second. */
  expireSessions(nowMs: number): void {
    // In the order in which they expire.
    for (const [jwt, { exp }] of this.#jwts) {
      if (exp * 1_000 > nowMs) break;
      this.#jwts.delete(jwt);
    }
    for (const session of this.sessions.expire(nowMs)) {
      if (session.conversation !== undefined) this.routing.end(session.conversation, 'session.expired');
      sendTo(session, { type: 'message', class: 'SessionExpiredEvent', code: 200, body: {} });
    }
  }

  /** A credential for the session's history, good until `exp` (Unix seconds). */
  jwtFor(token: string): { jwt: string; exp: number } {
    const jwt = this.ids.next();
    const exp = Math.floor(Date.now() / 1_000) + JWT_SECONDS;
    this.#jwts.set(jwt, { token, exp });
    return { jwt, exp };
  }

  /** The session a web-messaging jwt was issued to. */
  sessionOf(jwt: string): Session | undefined {
    const issued = this.#jwts.get(jwt);
    return issued && issued.exp * 1_000 > Date.now() ? this.sessions.get(issued.token) : undefined;
  }

  #store(conversation: Conversation, message: Omit<StoredMessage, 'id' | 'time'>): StoredMessage {
    const stored = { ...message, id: this.ids.next(), time: new Date() };
    conversation.add(stored);
    return stored;
  }

  #toGuest(session: Session, message: StoredMessage): void {
    sendTo(session, {
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body: {
        id: message.id,
        direction: 'Outbound',
        type: message.type,
        text: message.text,
        ...(message.content?.length ? { content: message.content } : {}),
        channel: { time: message.time.toISOString(), type: 'Private', from: { nickname: 'Agent' } },
        originatingEntity: message.from === 'bot' ? 'Bot' : 'Human',
      },
    });
  }

  #changed(conversation: Conversation, userId?: string): void {
    this.publisher.conversation(conversation, userId === undefined ? undefined : this.routing.agents.get(userId));
  }

  /** Whether agents may subscribe to it. */
  permits(topic: string): boolean {
    return isTopic(topic, {
      isUser: (id) => this.routing.agents.get(id) !== undefined,
      isQueue: (id) => this.routing.queues.get(id) !== undefined,
    });
  }
}
