import type { ContentPart, StructuredMessage } from '@headroom/genesys-wire/guest';
import type { MessageContent, MessageData } from '@headroom/genesys-wire/platform';
import type { Lenient, Withheld } from '../profile/lenient.ts';
import type { NewEntry } from '../record/record.ts';

/** A message as the org keeps it, of whichever side. */
export interface StoredMessage {
  readonly id: string;
  readonly from: 'customer' | 'agent' | 'bot';
  readonly type: 'Text' | 'Structured' | 'Event';
  readonly text: string;
  /** Files, quick replies that are offered, or the one that was pressed, as on the wire. */
  readonly content?: StructuredMessage['content'] | undefined;
  readonly time: Date;
  /** Custom attributes that came with the message. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Of an agent's message: the user who sent it. */
  readonly userId?: string | undefined;
  /** Of an agent's message: the communication it was sent in. */
  readonly communicationId?: string | undefined;
}

/** The line of a message in the record. `connection` is the number of the socket on which a customer's message came. */
export function entryOf(conversationId: string, message: StoredMessage, connection?: number): NewEntry {
  const { id: messageId, from, text, userId, attributes, content = [] } = message;
  const attachments = content.flatMap((part) => (part.contentType === 'Attachment' ? [part.attachment.id] : []));
  return {
    kind: 'message',
    from,
    conversationId,
    messageId,
    text,
    ...(from === 'customer' ? { attributes } : {}),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(connection === undefined ? {} : { connection }),
    ...(userId === undefined ? {} : { userId }),
  };
}

/** A part of a message beside its text as the Platform API shows it. */
function platformPart(part: ContentPart): MessageContent {
  const { contentType } = part;
  if (contentType === 'Attachment') {
    const { fileSize, mediaType = 'File', ...attachment } = part.attachment;
    return { contentType, attachment: { ...attachment, mediaType, contentSizeBytes: fileSize ?? 0 } };
  }
  if (contentType === 'QuickReply') {
    const { text, payload = text, action } = part.quickReply;
    return { contentType, quickReply: { text, payload, ...(action ? { action } : {}) } };
  }
  const { type, text, payload = text, originatingMessageId } = part.buttonResponse;
  return {
    contentType,
    buttonResponse: { type, text, payload, ...(originatingMessageId ? { originatingMessageId } : {}) },
  };
}

/** What an org shows beside its models, and what it does not show of them. */
interface Shown {
  readonly lenient: readonly Lenient[];
  readonly withheld: readonly Withheld[];
}

/** A message as the Platform API gives it. */
export function toMessageData(
  conversationId: string,
  message: StoredMessage,
  { lenient, withheld }: Shown,
): MessageData {
  const inbound = message.from === 'customer';
  const content = (message.content ?? []).map(platformPart);
  return {
    id: message.id,
    conversationId,
    direction: inbound ? 'inbound' : 'outbound',
    messengerType: 'webmessaging',
    ...(lenient.includes('textBody') ? { textBody: message.text } : {}),
    status: inbound ? 'received' : 'sent',
    timestamp: message.time.toISOString(),
    normalizedMessage: {
      type: message.type,
      ...(withheld.includes('text') ? {} : { text: message.text }),
      ...(content.length > 0 ? { content } : {}),
      originatingEntity: message.from === 'bot' ? 'Bot' : 'Human',
      ...(lenient.includes('channel-metadata')
        ? { channel: { metadata: { customAttributes: message.attributes } } }
        : {}),
    },
  };
}
