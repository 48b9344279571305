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

/** A chat of Amazon Connect as it stands in S3, and what Contact Lens makes of it. */
export const amazonConnect: DocumentFormat = {
  name: 'amazon-connect',
  signs: [/"Transcript"\s*:/, /"ParticipantId"\s*:/],
  read: ({ value, line }, unnamed) => {
    const roles = new Map(
      listAt(value, 'Participants').map((one) => [textAt(one, 'ParticipantId'), textAt(one, 'ParticipantRole')]),
    );
    const told = listAt(value, 'Transcript').map((item): Told => {
      const [type, contentType] = [textAt(item, 'Type'), textAt(item, 'ContentType')];
      const isText = contentType === '' || contentType.startsWith('text/');
      const left = type === 'ATTACHMENT' ? 'attachments' : type === 'EVENT' || !isText ? 'system messages' : undefined;
      const id = textAt(item, 'ParticipantId');
      return {
        // In a call's transcript a participant's id is its role.
        speaker: textAt(item, 'ParticipantRole') || roles.get(id) || id,
        text: textAt(item, 'Content'),
        time: timeAt(item, 'AbsoluteTime') ?? timeAt(item, 'BeginOffsetMillis'),
        left,
      };
    });
    const id = textAt(value, 'ContactId') || textAt(value, 'CustomerMetadata', 'ContactId') || unnamed;
    return messagesOf(id, line, told);
  },
};

/** Chats of the Zendesk Chat API. */
export const zendeskChat: DocumentFormat = {
  name: 'zendesk-chat',
  signs: [/"visitor"\s*:/, /"(?:history|message)"\s*:/, /"type"\s*:\s*"(?:chat|offline_msg)"/],
  under: ['chats'],
  read: ({ value, line }, unnamed) => {
    const told = listAt(value, 'history').map((event): Told => {
      const type = textAt(event, 'type');
      const left = type === 'chat.msg' ? undefined : type === 'chat.file' ? 'attachments' : 'system messages';
      const speaker = textAt(event, 'sender_type') || textAt(event, 'nick').split(':')[0] || '';
      return { speaker, text: textAt(event, 'msg'), time: timeAt(event, 'timestamp'), left };
    });
    const offline: Told = { speaker: 'visitor', text: textAt(value, 'message'), time: timeAt(value, 'timestamp') };
    const isOffline = textAt(value, 'type') === 'offline_msg';
    return messagesOf(textAt(value, 'id') || unnamed, line, isOffline ? [offline] : told);
  },
};

/** Conversations of the Intercom API. Their bodies are HTML unless they were asked for as plain text (docs/facts/exports.md section 3). */
export const intercom: DocumentFormat = {
  name: 'intercom',
  signs: [/"conversation_parts"\s*:/],
  under: ['conversations'],
  read: ({ value, line }, unnamed) => {
    const source = valueAt(value, 'source');
    const first = intercomPart({ ...Object(source), created_at: valueAt(value, 'created_at') });
    const parts = listAt(value, 'conversation_parts', 'conversation_parts').flatMap(intercomPart);
    return messagesOf(textAt(value, 'id') || unnamed, line, source === undefined ? parts : [...first, ...parts]);
  },
};

const INTERCOM_AUTHORS: Readonly<Record<string, string>> = { team: 'agent', contact: 'customer' };

function intercomPart(part: unknown): Told[] {
  const [author, text, type] = [textAt(part, 'author', 'type'), textAt(part, 'body'), textAt(part, 'part_type')];
  const files = listAt(part, 'attachments').length;
  const isNote = type === 'note' || type === 'note_and_reopen';
  const left = isNote ? 'internal notes' : text === '' && files === 0 ? 'system messages' : undefined;
  // What the AI agent says stands under the admin or the team in whose name it speaks.
  const isBot = valueAt(part, 'author', 'from_ai_agent') === true;
  const speaker = isBot ? 'bot' : (INTERCOM_AUTHORS[author] ?? author);
  return withAttachments({ speaker, text, time: timeAt(part, 'created_at'), left }, files);
}

/** Conversations of LivePerson's Messaging Interactions API (docs/facts/exports.md section 2). */
export const livePerson: DocumentFormat = {
  name: 'liveperson',
  signs: [/"messageRecords"\s*:/],
  under: ['conversationHistoryRecords'],
  read: ({ value, line }, unnamed) => {
    const kinds = new Map(
      listAt(value, 'agentParticipants').map((one) => [textAt(one, 'agentId'), textAt(one, 'userTypeName')]),
    );
    const told = listAt(value, 'messageRecords').map((message): Told => {
      const text = textAt(message, 'messageData', 'msg', 'text');
      const isNote = textAt(message, 'audience') === 'AGENTS_AND_MANAGERS';
      const isFile = text === '' && valueAt(message, 'messageData') !== undefined;
      const kind = kinds.get(textAt(message, 'participantId')) ?? '';
      return {
        // A bot and the system send as agents do.
        speaker: /^(?:bot|system)$/i.test(kind) ? kind : textAt(message, 'sentBy'),
        text,
        time: timeAt(message, 'timeL') ?? timeAt(message, 'time'),
        left: isNote ? 'internal notes' : isFile ? 'attachments' : undefined,
      };
    });
    return messagesOf(textAt(value, 'info', 'conversationId') || unnamed, line, told);
  },
};
