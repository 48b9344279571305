import type { ContentPart, PresenceEvent, ServerFrame, StructuredMessage } from '@headroom/genesys-wire/guest';
import { type Attachment, contentOf } from '../attachments/attachments.ts';
import type { Tenant } from '../org/tenant.ts';
import { type StoredSession, sendConnectionClosed, sendTo } from '../sessions/sessions.ts';
import { attachmentsIn } from './attachment-frames.ts';
import type { ClientContent, ClientEvent, FrameOf } from './client-frames.ts';

/** Whose `onMessage` it is, and how it can be refused. */
export interface OnMessageContext {
  readonly tenant: Tenant;
  readonly session: StoredSession;
  /** The number of the socket in the record. */
  readonly connection: number;
  readonly tracingId: string | undefined;
  refuse(code: number, reason: string): void;
  /** Answers 429 with `seconds` as `retryAfter`: by default Genesys's 3. */
  tooMany(seconds?: number): void;
}

const MAX_TEXT_BYTES = 4_096;

/** Takes a text, a pressed quick reply, typing or presence, or refuses it (docs/facts/genesys.md section 1.4). */
export function answerOnMessage(context: OnMessageContext, { message }: FrameOf<'onMessage'>): void {
  const { tenant, session, connection } = context;
  if (message.events !== undefined) return takeEvents(context, message.events);
  if (session.readOnly) return context.refuse(409, 'The session is read-only');
  const content = message.content ?? [];
  const files = attachmentsIn(tenant, session, content);
  if ('code' in files) return context.refuse(files.code, files.reason);
  const text = message.text || pressedReply(content);
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return context.refuse(4011, 'message too long');
  if (text === '' && files.length === 0) return context.refuse(400, 'The message has no content');
  const attributes = message.channel?.metadata?.customAttributes ?? {};
  const maxBytes = tenant.limits.customAttributesBytes;
  if (Buffer.byteLength(JSON.stringify(attributes)) > maxBytes)
    return context.refuse(4013, `Custom Attributes in channel metadata is larger than ${maxBytes} bytes`);
  if (!tenant.limits.messages(session.token)) return context.tooMany();
  const burst = tenant.faults.tooManyMessages(tenant.clock.now());
  if (burst !== undefined) return context.tooMany(burst);
  const type = message.type === 'Structured' ? 'Structured' : 'Text';
  const shown = content.map((part) => withFile(part, files, tenant.address()));
  const stored = tenant.customerSays(session, { type, text, attributes, content: shown }, connection);
  echo(context, {
    id: stored.id,
    type,
    text,
    channel: { time: stored.time.toISOString(), messageId: stored.id },
    ...(shown.length > 0 ? { content: shown } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
  });
}

/** A part of a message as it is stored: an attachment with all that is known of its file. */
function withFile(part: ClientContent, files: readonly Attachment[], address: string): ContentPart {
  if (part.contentType !== 'Attachment') return part;
  const file = files.find(({ id }) => id === part.attachment.id);
  return file === undefined ? part : { ...part, attachment: contentOf(file, address) };
}

function pressedReply(content: readonly ClientContent[]): string {
  for (const part of content) if (part.contentType === 'ButtonResponse') return part.buttonResponse.text;
  return '';
}

function takeEvents(context: OnMessageContext, events: readonly ClientEvent[]): void {
  for (const event of events) {
    if (event.eventType === 'Typing') takeTyping(context);
    else takePresence(context, event.presence.type);
  }
}

function takeTyping(context: OnMessageContext): void {
  const { tenant, session } = context;
  if (session.readOnly) context.refuse(409, 'The session is read-only');
  else if (!tenant.deployments.messengerOf(session.deploymentId).userTyping)
    context.refuse(403, 'Turn on the Feature Toggle or fix the configuration.');
  else if (!tenant.limits.typing(session.token)) context.tooMany();
  else tenant.customerTypes(session);
}

function takePresence(context: OnMessageContext, type: string): void {
  if (type === 'Clear') clear(context);
  else if (type === 'Join') join(context);
  else context.refuse(400, `Presence events ${type} are not supported`);
}

function clear(context: OnMessageContext): void {
  const { tenant, session } = context;
  if (!tenant.deployments.messengerOf(session.deploymentId).conversationClear)
    return context.refuse(403, 'Presence events Conversation Clear are not supported');
  tenant.customerClears(session);
  sendTo(session, { type: 'message', class: 'SessionClearedEvent', code: 200, body: {} });
  for (const socket of session.sockets) sendConnectionClosed(socket, tenant.record);
}

function join(context: OnMessageContext): void {
  const { tenant, session } = context;
  if (!tenant.deployments.messengerOf(session.deploymentId).autoStart)
    return context.refuse(403, 'Presence events Conversation Join are not supported');
  if (session.readOnly) return context.refuse(409, 'The session is read-only');
  tenant.customerJoins(session);
  const events: PresenceEvent[] = [{ eventType: 'Presence', presence: { type: 'Join' } }];
  echo(context, {
    id: tenant.ids.next(),
    type: 'Event',
    events,
    channel: { time: new Date(tenant.clock.now()).toISOString() },
  });
}

/** Sends what the guest sent back to every socket of its session, with its tracingId: that is the acknowledgement. */
function echo({ session, tracingId }: OnMessageContext, said: Omit<StructuredMessage, 'direction'>): void {
  const body: StructuredMessage = { direction: 'Inbound', ...said };
  const frame: ServerFrame = { type: 'message', class: 'StructuredMessage', code: 200, body };
  sendTo(session, tracingId === undefined ? frame : { ...frame, tracingId });
}
