import type { PresenceEvent, ServerFrame, StructuredMessage } from '@headroom/genesys-wire/guest';
import type { Tenant } from '../tenant.ts';
import type { ContentPart, GuestEvent, Of } from './frames.ts';
import { dismiss, type Session, sendTo } from './sessions.ts';

/** A guest's `onMessage` in its session, and how it can be refused. */
export interface Ask {
  readonly tenant: Tenant;
  readonly session: Session;
  /** Of the record. */
  readonly connection: number;
  readonly tracingId: string | undefined;
  refuse(code: number, reason: string): void;
  /** For so many seconds; Genesys's usual 3 without it. */
  tooMany(seconds?: number): void;
}

const MAX_TEXT_BYTES = 4_096;

/** A text, a pressed button, typing or presence (genesys.md section 1.4). */
export function received(ask: Ask, { message, channel }: Of<'onMessage'>): void {
  const { tenant, session, connection } = ask;
  if (message.events !== undefined) return heard(ask, message.events);
  if (session.readOnly) return ask.refuse(409, 'The session is read-only');
  const content = message.content ?? [];
  if (content.some(({ contentType }) => contentType === 'Attachment'))
    return ask.refuse(4009, 'The attachment could not be found');
  const text = message.text || pressed(content);
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return ask.refuse(4011, 'message too long');
  if (text === '') return ask.refuse(400, 'The message has no content');
  const attributes = (message.channel ?? channel)?.metadata?.customAttributes ?? {};
  const most = tenant.limits.customAttributesBytes;
  if (Buffer.byteLength(JSON.stringify(attributes)) > most)
    return ask.refuse(4013, `Custom Attributes in channel metadata is larger than ${most} bytes`);
  if (!tenant.limits.messages(session.token)) return ask.tooMany();
  const burst = tenant.faults.tooManyMessages(Date.now());
  if (burst !== undefined) return ask.tooMany(burst);
  const type = message.type === 'Structured' ? 'Structured' : 'Text';
  const stored = tenant.customerSays(session, { type, text, attributes, content }, connection);
  echo(ask, {
    id: stored.id,
    type,
    text,
    channel: { time: stored.time.toISOString(), messageId: stored.id },
    ...(content.length > 0 ? { content } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
  });
}

function pressed(content: readonly ContentPart[]): string {
  for (const part of content) if (part.contentType === 'ButtonResponse') return part.buttonResponse.text;
  return '';
}

function heard(ask: Ask, events: readonly GuestEvent[]): void {
  for (const event of events) {
    if (event.eventType === 'Typing') typing(ask);
    else presence(ask, event.presence.type);
  }
}

function typing(ask: Ask): void {
  const { tenant, session } = ask;
  if (session.readOnly) ask.refuse(409, 'The session is read-only');
  else if (!tenant.deployments.messengerOf(session.deploymentId).userTyping)
    ask.refuse(403, 'Turn on the Feature Toggle or fix the configuration.');
  else if (!tenant.limits.typing(session.token)) ask.tooMany();
  else tenant.customerTypes(session);
}

function presence(ask: Ask, type: string): void {
  if (type === 'Clear') clear(ask);
  else if (type === 'Join') join(ask);
  else ask.refuse(400, `Presence events ${type} are not supported`);
}

function clear(ask: Ask): void {
  const { tenant, session } = ask;
  if (!tenant.deployments.messengerOf(session.deploymentId).conversationClear)
    return ask.refuse(403, 'Presence events Conversation Clear are not supported');
  tenant.customerClears(session);
  sendTo(session, { type: 'message', class: 'SessionClearedEvent', code: 200, body: {} });
  for (const socket of session.sockets) dismiss(socket, tenant.record);
}

function join(ask: Ask): void {
  const { tenant, session } = ask;
  if (!tenant.deployments.messengerOf(session.deploymentId).autoStart)
    return ask.refuse(403, 'Presence events Conversation Join are not supported');
  if (session.readOnly) return ask.refuse(409, 'The session is read-only');
  tenant.customerJoins(session);
  const events: PresenceEvent[] = [{ eventType: 'Presence', presence: { type: 'Join' } }];
  echo(ask, { id: tenant.ids.next(), type: 'Event', events, channel: { time: new Date().toISOString() } });
}

/** What a guest said comes back to every socket of its session, under its tracingId: the acknowledgement. */
function echo({ session, tracingId }: Ask, said: Omit<StructuredMessage, 'direction'>): void {
  const body: StructuredMessage = { direction: 'Inbound', ...said };
  const frame: ServerFrame = { type: 'message', class: 'StructuredMessage', code: 200, body };
  sendTo(session, tracingId === undefined ? frame : { ...frame, tracingId });
}
