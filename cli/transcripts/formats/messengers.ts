import {
  type DocumentFormat,
  listAt,
  messagesOf,
  type Told,
  textAt,
  timeAt,
  valueAt,
  withAttachments,
} from './json-format.ts';

/** The address of a person on a channel, where an agent has an identity: `+4930…`, `whatsapp:+4930…`, `messenger:…`. */
const ADDRESS = /^(?:(?:whatsapp|messenger|sms|rcs):|\+?\d{6,}$)/i;

/** Messages of the Twilio Conversations API. */
export const twilio: DocumentFormat = {
  name: 'twilio',
  signs: [/"conversation_sid"\s*:/, /"author"\s*:/],
  under: ['messages'],
  read: ({ value, line }, unnamed) => {
    const author = textAt(value, 'author');
    const told: Told = {
      speaker: ADDRESS.test(author) ? 'customer' : author,
      text: textAt(value, 'body'),
      time: timeAt(value, 'date_created'),
    };
    return messagesOf(
      textAt(value, 'conversation_sid') || unnamed,
      line,
      withAttachments(told, listAt(value, 'media').length),
    );
  },
};

/** Kinds of users that are of no tenant: guests of a meeting, callers, customers behind Communication Services. */
const FROM_OUTSIDE = new Set([
  'anonymousGuest',
  'azureCommunicationServicesUser',
  'emailUser',
  'personalMicrosoftAccountUser',
  'phoneUser',
  'skypeUser',
]);

/** Chat messages of Microsoft Graph. Who is of the tenant, or of another, speaks under a name (docs/facts/exports.md section 4). */
export const teams: DocumentFormat = {
  name: 'teams',
  signs: [/"messageType"\s*:/, /"createdDateTime"\s*:/],
  under: ['value'],
  read: ({ value, line }, unnamed) => {
    const user = valueAt(value, 'from', 'user');
    const isBot = textAt(value, 'from', 'application', 'id') !== '';
    const isOutside = FROM_OUTSIDE.has(textAt(user, 'userIdentityType'));
    const told: Told = {
      speaker: isBot ? 'bot' : isOutside ? 'customer' : textAt(user, 'displayName'),
      text: textAt(value, 'body', 'content'),
      time: timeAt(value, 'createdDateTime'),
      left: textAt(value, 'messageType') === 'message' ? undefined : 'system messages',
    };
    const isText = told.text.replaceAll(/<attachment[^>]*>(?:<\/attachment>)?/g, '').trim() !== '';
    const id = textAt(value, 'chatId') || textAt(value, 'replyToId') || unnamed;
    return messagesOf(
      id,
      line,
      withAttachments(isText ? told : { ...told, text: '' }, listAt(value, 'attachments').length),
    );
  },
};

/** Records of ConversationEntry, as a query of Salesforce gives them; in enhanced channels they have no text (docs/facts/exports.md section 1). */
export const salesforceEntries: DocumentFormat = {
  name: 'salesforce-entries',
  signs: [/"ActorType"\s*:/, /"ConversationId"\s*:/],
  under: ['records'],
  read: ({ value, line }, unnamed) => {
    const type = textAt(value, 'EntryType');
    const told: Told = {
      speaker: textAt(value, 'ActorType'),
      text: textAt(value, 'Message'),
      time: timeAt(value, 'EntryTime') ?? timeAt(value, 'ClientTimestamp'),
      left: type === '' || type === 'Text' ? undefined : 'system messages',
    };
    return messagesOf(textAt(value, 'ConversationId') || unnamed, line, [told]);
  },
};

/** Conversation entries of Salesforce's Connect API. */
export const salesforceConnect: DocumentFormat = {
  name: 'salesforce-connect',
  signs: [/"conversationEntries"\s*:/],
  read: ({ value, line }, unnamed) => {
    const told = listAt(value, 'conversationEntries').map((entry): Told => {
      const type = textAt(entry, 'entryType') || 'Message';
      return {
        speaker: textAt(entry, 'sender', 'role'),
        text: textAt(entry, 'messageText') || textAt(entry, 'entryPayload', 'abstractMessage', 'staticContent', 'text'),
        time: timeAt(entry, 'clientTimestamp') ?? timeAt(entry, 'transcriptedTimestamp'),
        left: /message|text/i.test(type) ? undefined : 'system messages',
      };
    });
    return messagesOf(textAt(value, 'conversationIdentifier') || unnamed, line, told);
  },
};

/** A line of a chat transcript's body: how long after the beginning, who, and what. */
const BODY_LINE = /^\(\s*(?:\d+h\s*)?(?:\d+m\s*)?\d+s\s*\)\s*([^:<]+):\s?(.*)$/s;

/** LiveChatTranscript records of Salesforce, whose Body is HTML with a line for each message. */
export const salesforceChat: DocumentFormat = {
  name: 'salesforce-chat',
  signs: [/"Body"\s*:\s*"/, /Chat Started|LiveChatTranscript/],
  under: ['records'],
  read: ({ value, line }, unnamed) => {
    const told = textAt(value, 'Body')
      .split(/<br\s*\/?>|<\/?p[^>]*>/i)
      .flatMap((one): Told[] => {
        const [, speaker, text] = BODY_LINE.exec(one.trim()) ?? [];
        return speaker === undefined || text === undefined ? [] : [{ speaker: speaker.trim(), text: unescaped(text) }];
      });
    return messagesOf(textAt(value, 'ChatKey') || textAt(value, 'Name') || textAt(value, 'Id') || unnamed, line, told);
  },
};

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'", amp: '&' };

/** The body escapes what would be a tag in it. */
const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|#39|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
