import { randomUUID } from 'node:crypto';
import { ConnectionCeiling, type SocketKind } from './admission/ceiling.ts';
import { Limits } from './admission/limits.ts';
import { Conversation, type StoredMessage } from './conversations/conversation.ts';
import { type Session, Sessions, sendTo } from './guest/sessions.ts';
import { Channels } from './notifications/channels.ts';
import { queueId } from './org.ts';
import type { Profile } from './profile/schema.ts';
import { seeded } from './random.ts';
import { TenantRecord } from './record/record.ts';
import { Routing } from './routing/routing.ts';

/** The state of one simulated org, and what its guests and agents do to it. No sockets of its own. */
export class Tenant {
  readonly profile: Profile;
  readonly record: TenantRecord;
  readonly ceiling: ConnectionCeiling;
  readonly limits: Limits;
  readonly sessions = new Sessions();
  readonly channels = new Channels();
  readonly routing: Routing;
  readonly conversations = new Map<string, Conversation>();
  readonly open: Record<SocketKind, number> = { guest: 0, notifications: 0 };
  readonly peak: Record<SocketKind, number> = { guest: 0, notifications: 0 };
  readonly #jwts = new Map<string, string>();

  constructor(profile: Profile, seed: number) {
    this.profile = profile;
    this.record = new TenantRecord(profile.record);
    this.ceiling = new ConnectionCeiling(profile.ceiling, seeded(seed), Date.now());
    this.limits = new Limits(profile);
    this.routing = new Routing(profile, this.record, {
      changed: (conversation, userId) => {
        this.channels.publish(`v2.users.${userId}.conversations`, conversation.toWire());
      },
    });
  }

  opened(kind: SocketKind): void {
    this.open[kind]++;
    this.peak[kind] = Math.max(this.peak[kind], this.open[kind]);
  }

  closed(kind: SocketKind): void {
    this.open[kind]--;
  }

  /** The first message begins a conversation (genesys.md section 1.6). */
  customerSays(session: Session, text: string, attributes: Readonly<Record<string, string>>): StoredMessage {
    const begun = session.conversation === undefined || session.conversation.ended;
    const conversation = begun ? this.#begin(session) : (session.conversation as Conversation);
    const message = this.#store(conversation, { from: 'customer', type: 'Text', text, attributes });
    const { id: conversationId } = conversation;
    this.record.add({ kind: 'message', from: 'customer', conversationId, messageId: message.id, text, attributes });
    if (begun) this.#flow(session, conversation);
    else if (conversation.agent) this.#changed(conversation, conversation.agent.userId);
    return message;
  }

  #begin(session: Session): Conversation {
    const conversation = new Conversation(session.token, session.deploymentId, queueId(1));
    if (session.conversation !== undefined) session.past.push(session.conversation);
    session.conversation = conversation;
    this.conversations.set(conversation.id, conversation);
    this.record.add({ kind: 'conversation', conversationId: conversation.id, event: 'created' });
    return conversation;
  }

  /** Between guest and queue: an optional greeting, then the queue, or nowhere. */
  #flow(session: Session, conversation: Conversation): void {
    const { greeting, flowRoutes } = this.profile;
    if (greeting !== undefined) {
      const message = this.#store(conversation, { from: 'bot', type: 'Text', text: greeting, attributes: {} });
      this.#toGuest(session, message);
    }
    if (flowRoutes) this.routing.enqueue(conversation);
  }

  agentSays(conversation: Conversation, userId: string, text: string): StoredMessage {
    const message = this.#store(conversation, { from: 'agent', type: 'Text', text, attributes: {}, userId });
    const { id: conversationId } = conversation;
    this.record.add({ kind: 'message', from: 'agent', conversationId, messageId: message.id, text, userId });
    const session = this.sessions.get(conversation.token);
    if (session !== undefined) this.#toGuest(session, message);
    this.#changed(conversation, userId);
    return message;
  }

  customerClears(session: Session): void {
    if (session.conversation !== undefined) this.routing.end(session.conversation, 'peer');
  }

  agentDisconnects(conversation: Conversation): void {
    this.routing.end(conversation, 'client');
    const session = this.sessions.get(conversation.token);
    if (session === undefined || !this.profile.conversationDisconnect) return;
    sendTo(session, {
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body: {
        id: randomUUID(),
        direction: 'Outbound',
        type: 'Event',
        events: [{ eventType: 'Presence', presence: { type: 'Disconnect' } }],
        metadata: { readOnly: 'false' },
        channel: { time: new Date().toISOString() },
      },
    });
  }

  jwtFor(token: string): string {
    const jwt = randomUUID();
    this.#jwts.set(jwt, token);
    return jwt;
  }

  /** The session a web-messaging jwt was issued to. */
  sessionOf(jwt: string): Session | undefined {
    return this.sessions.get(this.#jwts.get(jwt) ?? '');
  }

  #store(conversation: Conversation, message: Omit<StoredMessage, 'id' | 'time'>): StoredMessage {
    const stored = { ...message, id: randomUUID(), time: new Date() };
    conversation.messages.push(stored);
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
        type: 'Text',
        text: message.text,
        channel: { time: message.time.toISOString(), type: 'Private', from: { nickname: 'Agent' } },
        originatingEntity: message.from === 'bot' ? 'Bot' : 'Human',
      },
    });
  }

  #changed(conversation: Conversation, userId: string): void {
    this.channels.publish(`v2.users.${userId}.conversations`, conversation.toWire());
  }
}
