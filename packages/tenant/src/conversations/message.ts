import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import type { MessageContent, MessageData } from '@headroom/genesys-wire/platform';
import type { Lenient, Withheld } from '../profile/lenient.ts';

/** A message as the org keeps it, of whichever side. */
export interface StoredMessage {
  readonly id: string;
  readonly from: 'customer' | 'agent' | 'bot';
  readonly type: 'Text' | 'Structured' | 'Event';
  readonly text: string;
  /** Quick replies that are offered, or the one that was pressed, as on the wire. */
  readonly content?: StructuredMessage['content'];
  readonly time: Date;
  /** Custom attributes that came with the message. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Of an agent's message: the user who sent it. */
  readonly userId?: string;
  /** Of an agent's message: the communication it was sent in. */
  readonly communicationId?: string | undefined;
}

/** The ids of the files of a message. */
export function attachmentIdsOf({ content = [] }: Pick<StoredMessage, 'content'>): string[] {
  return content.flatMap((part) => (part.contentType === 'Attachment' ? [part.attachment.id] : []));
}

/** The files of a message as the Platform API shows them. Its other parts are not shown. */
function platformContent({ content = [] }: StoredMessage): MessageContent[] {
  return content.flatMap((part) => {
    if (part.contentType !== 'Attachment') return [];
    const { fileSize, mediaType = 'File', ...attachment } = part.attachment;
    return [{ contentType: 'Attachment', attachment: { ...attachment, mediaType, contentSizeBytes: fileSize ?? 0 } }];
  });
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
  const content = platformContent(message);
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
