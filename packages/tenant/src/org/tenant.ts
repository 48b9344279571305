import type { TypingEvent } from '@headroom/genesys-wire/guest';
import { ConnectionCeiling } from '../admission/connection-ceiling.ts';
import { OrganizationWideLimits } from '../admission/organization-wide-limits.ts';
import { PublishedLimits } from '../admission/published-limits.ts';
import { UpgradeAdmission } from '../admission/upgrade-admission.ts';
import { Attachments } from '../attachments/attachments.ts';
import { Authorization } from '../authorization/authorization.ts';
import type { TenantClock } from '../base/clock.ts';
import { seeded } from '../base/random.ts';
import { Uuids } from '../base/uuids.ts';
import { Conversation } from '../conversations/conversation.ts';
import { Conversations } from '../conversations/conversations.ts';
import { entryOf, type StoredMessage } from '../conversations/message.ts';
import { Configurations } from '../deployments/configurations.ts';
import { Deployments } from '../deployments/deployments.ts';
import type { MessengerSettings } from '../deployments/messenger-settings.ts';
import { DelayedWire } from '../faults/delayed-wire.ts';
import { FaultInjector } from '../faults/fault-injector.ts';
import { Channels } from '../notifications/channels.ts';
import { Publisher } from '../notifications/publisher.ts';
import { isTopic } from '../notifications/topics.ts';
import type { Profile } from '../profile/schema.ts';
import { TenantRecord } from '../record/record.ts';
import { Routing } from '../routing/routing.ts';
import { GuestJwts } from '../sessions/guest-jwts.ts';
import { outboundDisconnect, outboundMessage, outboundTyping } from '../sessions/outbound-frames.ts';
import { type GuestConnection, type StoredSession, StoredSessions, sendTo } from '../sessions/sessions.ts';
import { GuestSignIns } from '../sign-in/guest-sign-ins.ts';
import { type BotMessage, FlowBot, offered } from './flow-bot.ts';
import { inactiveConversations } from './inactive-conversations.ts';

/** What a guest sends: a text, or a pressed quick reply with its text. */
type CustomerMessage = Pick<StoredMessage, 'type' | 'text' | 'attributes' | 'content'>;

/** The state of one simulated org, and what its guests and agents do to it. It opens no socket and no server. */
export class Tenant {
  readonly profile: Profile;
  readonly clock: TenantClock;
  readonly record: TenantRecord;
  readonly ceiling: ConnectionCeiling;
  readonly limits: PublishedLimits;
  readonly organizationLimits: OrganizationWideLimits;
  readonly admission: UpgradeAdmission;
  readonly faults: FaultInjector;
  readonly ids: Uuids;
  /** Decides which frame to a guest is overtaken; in [0, 1). */
  readonly random: () => number;
  readonly deployments: Deployments;
  readonly sessions = new StoredSessions();
  /** The guests' open sockets. */
  readonly guests = new Set<GuestConnection>();
  readonly channels: Channels;
  readonly publisher: Publisher;
  readonly routing: Routing;
  readonly conversations = new Conversations();
  readonly authorization = new Authorization();
  readonly signIns = new GuestSignIns(() => this.profile.auth);
  /** The files that guests and agents sent. */
  readonly attachments: Attachments;
  /** Gives the `host:port` under which the tenant is reached. */
  address: () => string = () => '';
  readonly #jwts = new GuestJwts();
  readonly #bot: FlowBot;

  /** Each part draws from a stream of its own, so that more draws in one part change nothing in another. */
  constructor(profile: Profile, seed: number, clock: TenantClock) {
    this.profile = profile;
    this.clock = clock;
    this.random = seeded(seed + 2);
    this.ids = new Uuids(seeded(seed + 4));
    this.attachments = new Attachments(this.ids);
    this.record = new TenantRecord(clock, profile.record, profile.recordMost);
    this.ceiling = new ConnectionCeiling(profile.ceiling, seeded(seed), clock.now());
    this.limits = new PublishedLimits(profile, clock);
    this.organizationLimits = new OrganizationWideLimits(profile, clock, this.limits.telemetry);
    this.deployments = new Deployments(profile, new Configurations(profile));
    this.admission = new UpgradeAdmission(profile, this.deployments, this.limits, this.ceiling);
    this.faults = new FaultInjector(() => this.profile.faults, seeded(seed + 1), clock.now(), profile.recordMost);
    this.channels = new Channels({
      ids: this.ids,
      clock,
      wireTo: (socket) => new DelayedWire(socket, this.faults, clock),
      lifeMs: () => this.profile.channelLifeSeconds * 1_000,
    });
    this.publisher = new Publisher(this.channels);
    this.routing = new Routing({
      profile,
      record: this.record,
      listener: {
        conversationChanged: (conversation, userId) => this.#publish(conversation, userId),
        conversationFinished: (conversation) => {
          this.#bot.leave(conversation);
          this.conversations.finish(conversation, profile.conversationsMost ?? Number.POSITIVE_INFINITY);
        },
        statusChanged: (agent, status) => this.publisher.status(agent, status),
        membershipChanged: (queue, agent) => this.publisher.member(queue, agent),
      },
      ids: this.ids,
      random: seeded(seed + 3),
      clock,
    });
    this.#bot = new FlowBot({
      settings: () => this.profile.bot,
      clock,
      random: seeded(seed + 5),
      say: (conversation, message) => this.#botSays(conversation, message),
      handOver: (conversation) => this.#transfer(conversation),
    });
  }

  /** Puts another profile in place. What was drawn or counted under a setting that stays the same stays as it is. */
  change(profile: Profile): void {
    for (const key of Object.keys(this.profile)) Reflect.deleteProperty(this.profile, key);
    Object.assign(this.profile, profile);
    this.ceiling.change(profile.ceiling, this.clock.now());
  }

  /**
   * A guest sends a message. The first one, and the first after the end of a conversation, begins a conversation
   * (docs/facts/genesys.md section 1.6). `connection` is the number of the socket in the record.
   */
  customerSays(session: StoredSession, said: CustomerMessage, connection?: number): StoredMessage {
    const { begun, conversation } = this.#conversationOf(session);
    const message = this.#store(conversation, { from: 'customer', ...said }, connection);
    if (begun) this.#runFlow(conversation);
    else {
      this.#bot.answered(conversation);
      this.#publish(conversation, conversation.agent?.userId);
    }
    return message;
  }

  /** A guest joins: that begins a conversation before any message, where the deployment has `autoStart`. */
  customerJoins(session: StoredSession): void {
    const { begun, conversation } = this.#conversationOf(session);
    if (begun) this.#runFlow(conversation);
  }

  /** An agent sends a text, and files with it. */
  agentSays(
    conversation: Conversation,
    userId: string,
    text: string,
    content: StoredMessage['content'] = [],
  ): StoredMessage {
    const communicationId = conversation.agent?.communicationId;
    const said = { from: 'agent', type: 'Text', text, attributes: {}, userId, communicationId } as const;
    const message = this.#store(conversation, content.length === 0 ? said : { ...said, content });
    const session = this.sessions.get(conversation.token);
    if (session !== undefined) sendTo(session, outboundMessage(message));
    this.#publish(conversation, userId);
    return message;
  }

  agentTypes({ token }: Conversation, typing: TypingEvent['typing']): void {
    const session = this.sessions.get(token);
    if (session !== undefined) sendTo(session, outboundTyping(this.ids.next(), typing, this.clock.now()));
  }

  /** A call writes a participant's attributes. False where the conversation has no such participant. */
  writeAttributes(
    conversation: Conversation,
    participantId: string,
    attributes: Readonly<Record<string, string>>,
  ): boolean {
    const written = conversation.writeAttributes(participantId, attributes);
    if (written) this.#publish(conversation, conversation.agent?.userId);
    return written;
  }

  customerTypes({ conversation }: StoredSession): void {
    if (conversation?.agent !== undefined) this.publisher.guestTypes(conversation.agent.userId, conversation.id);
  }

  /** Starts a session anew under its token: its conversation ends, and nothing of it is left but the history. */
  restartSession(session: StoredSession): void {
    this.customerClears(session);
    if (session.conversation !== undefined) session.past.push(session.conversation);
    session.conversation = undefined;
    session.readOnly = false;
    this.#prolong(session);
  }

  customerClears(session: StoredSession): void {
    if (session.conversation !== undefined) this.routing.end(session.conversation, 'peer');
  }

  agentDisconnects(conversation: Conversation, disconnectType = 'client'): void {
    this.routing.end(conversation, disconnectType);
    const session = this.sessions.get(conversation.token);
    if (session === undefined) return;
    const { conversationDisconnect, conversationDisconnectType } = this.#messengerOf(session);
    if (!conversationDisconnect) return;
    session.readOnly = conversationDisconnectType === 'ReadOnly';
    sendTo(session, outboundDisconnect(this.ids.next(), session.readOnly, this.clock.now()));
  }

  /** Does what has fallen due by now (Unix ms), everywhere. Call it a few times a second. */
  sweep(nowMs: number): void {
    this.routing.sweep(nowMs);
    this.#expireSessions(nowMs);
    for (const one of inactiveConversations(this.routing.queues.all(), nowMs)) this.agentDisconnects(one, 'inactivity');
    this.channels.expire(nowMs);
    this.publisher.observations(this.routing.queues.all(), nowMs);
    for (const guest of this.guests) guest.sweep(nowMs);
    this.conversations.settle();
  }

  /** Issues the credential with which a guest reads its session's history. */
  jwtFor(token: string): { jwt: string; exp: number } {
    return this.#jwts.issue(this.ids.next(), token, this.clock.now());
  }

  /** The session that a guest's jwt was issued to, while both last. */
  sessionOf(jwt: string): StoredSession | undefined {
    const token = this.#jwts.tokenOf(jwt, this.clock.now());
    return token === undefined ? undefined : this.sessions.get(token);
  }

  /** Whether the org has such a topic, so that an agent may subscribe to it. */
  permits(topic: string): boolean {
    return isTopic(topic, {
      isUser: (id) => this.routing.agents.get(id) !== undefined,
      isQueue: (id) => this.routing.queues.get(id) !== undefined,
    });
  }

  #messengerOf({ deploymentId }: StoredSession): MessengerSettings {
    return this.deployments.messengerOf(deploymentId);
  }

  #prolong(session: StoredSession): void {
    session.expiresAtMs = this.clock.now() + this.#messengerOf(session).sessionDurationSeconds * 1_000;
  }

  #conversationOf(session: StoredSession): { begun: boolean; conversation: Conversation } {
    this.#prolong(session);
    const { conversation } = session;
    if (conversation !== undefined && !conversation.ended) return { begun: false, conversation };
    return { begun: true, conversation: this.#begin(session) };
  }

  #begin(session: StoredSession): Conversation {
    const { token, deploymentId } = session;
    const now = new Date(this.clock.now());
    const conversation = new Conversation(this.ids, token, deploymentId, now, this.profile.attributePrefix);
    conversation.showsAttributes = !this.profile.withheld.includes('attributes');
    conversation.authenticated = session.identity !== undefined;
    if (session.conversation !== undefined) session.past.push(session.conversation);
    session.conversation = conversation;
    this.conversations.add(conversation);
    this.record.add({ kind: 'conversation', conversationId: conversation.id, event: 'created' });
    return conversation;
  }

  /** The flow: a greeting and a bot, where the profile has them, and the transfer to a queue, where `flowRoutes`. */
  #runFlow(conversation: Conversation): void {
    const { greeting, quickReplies } = this.profile;
    if (greeting !== undefined) {
      const content = offered(quickReplies);
      this.#botSays(conversation, { type: content.length > 0 ? 'Structured' : 'Text', text: greeting, content });
    }
    if (!this.#bot.begin(conversation)) this.#transfer(conversation);
  }

  #transfer(conversation: Conversation): void {
    if (this.profile.flowRoutes) this.routing.enqueue(conversation);
  }

  #botSays(conversation: Conversation, said: BotMessage): void {
    const message = this.#store(conversation, { from: 'bot', attributes: {}, ...said });
    const session = this.sessions.get(conversation.token);
    if (session !== undefined) sendTo(session, outboundMessage(message));
  }

  #store(conversation: Conversation, message: Omit<StoredMessage, 'id' | 'time'>, connection?: number): StoredMessage {
    // With the spread first, V8 gives each message a hidden class of its own, of 300 bytes.
    const stored = { id: this.ids.next(), time: new Date(this.clock.now()), ...message };
    conversation.add(stored);
    this.record.add(entryOf(conversation.id, stored, connection));
    return stored;
  }

  #publish(conversation: Conversation, userId?: string): void {
    this.publisher.conversation(conversation, userId === undefined ? undefined : this.routing.agents.get(userId));
  }

  #expireSessions(nowMs: number): void {
    this.#jwts.dropExpired(nowMs);
    this.signIns.dropExpired(nowMs);
    for (const session of this.sessions.takeExpired(nowMs)) {
      if (session.conversation !== undefined) this.routing.end(session.conversation, 'session.expired');
      sendTo(session, { type: 'message', class: 'SessionExpiredEvent', code: 200, body: {} });
    }
  }
}
