import type { PresenceEvent, ServerFrame, StructuredMessage, TypingEvent } from '@headroom/genesys-wire/guest';
import type { StoredMessage } from '../conversations/message.ts';

const structuredMessage = (body: StructuredMessage): ServerFrame => ({
  type: 'message',
  class: 'StructuredMessage',
  code: 200,
  body,
});

/** What an agent or the flow's bot said, as its guest receives it. */
export const outboundMessage = ({ id, type, text, content, time, from }: StoredMessage): ServerFrame =>
  structuredMessage({
    id,
    direction: 'Outbound',
    type,
    text,
    ...(type === 'Structured' ? { originatingMessageId: id } : {}),
    ...(content?.length ? { content } : {}),
    channel: { time: time.toISOString(), type: 'Private', from: { nickname: 'Agent' } },
    originatingEntity: from === 'bot' ? 'Bot' : 'Human',
  });

/** That an agent types. `nowMs` is Unix time. */
export const outboundTyping = (id: string, typing: TypingEvent['typing'], nowMs: number): ServerFrame =>
  outboundEvent(id, { eventType: 'Typing', typing }, nowMs);

/** That an agent disconnected, and whether the session is read-only from then on. `nowMs` is Unix time. */
export const outboundDisconnect = (id: string, readOnly: boolean, nowMs: number): ServerFrame =>
  outboundEvent(id, { eventType: 'Presence', presence: { type: 'Disconnect' } }, nowMs, { readOnly: String(readOnly) });

/** That the session's guest, who was anonymous, has signed in. `nowMs` is Unix time. */
export const outboundSignIn = (id: string, nowMs: number): ServerFrame =>
  outboundEvent(id, { eventType: 'Presence', presence: { type: 'SignIn' } }, nowMs);

function outboundEvent(
  id: string,
  event: TypingEvent | PresenceEvent,
  nowMs: number,
  metadata?: StructuredMessage['metadata'],
): ServerFrame {
  return structuredMessage({
    id,
    direction: 'Outbound',
    type: 'Event',
    events: [event],
    ...(metadata ? { metadata } : {}),
    channel: { time: new Date(nowMs).toISOString() },
  });
}
