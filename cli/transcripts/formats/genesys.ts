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

/**
 * What the transcript URL of speech and text analytics leads to
 * (`GET /api/v2/speechandtextanalytics/conversations/{id}/communications/{id}/transcripturl`).
 */
export const genesysTranscript: DocumentFormat = {
  name: 'genesys-transcript',
  signs: [/"phrases"\s*:/, /"participantPurpose"\s*:/],
  read: ({ value, line }, unnamed) => {
    const phrases = listAt(value, 'transcripts').flatMap((one) => listAt(one, 'phrases'));
    const told = phrases.map(
      (phrase): Told => ({
        speaker: textAt(phrase, 'participantPurpose'),
        text: textAt(phrase, 'text'),
        time: timeAt(phrase, 'startTimeMs'),
      }),
    );
    return messagesOf(textAt(value, 'conversationId') || unnamed, line, told);
  },
};

/** Recordings of messaging (`GET /api/v2/conversations/{id}/recordings`), and of the older web chat. */
export const genesysRecording: DocumentFormat = {
  name: 'genesys-recording',
  signs: [/"(?:messagingTranscript|bodyType)"\s*:/, /"conversationId"\s*:/],
  read: ({ value, line }, unnamed) => {
    const told = [
      ...listAt(value, 'messagingTranscript').flatMap(recordedMessage),
      ...listAt(value, 'transcript').map(recordedChat),
    ];
    return messagesOf(textAt(value, 'conversationId') || unnamed, line, told);
  },
};

function recordedMessage(message: unknown): Told[] {
  const text = textAt(message, 'messageText');
  const files = listAt(message, 'messageMediaAttachments').length + listAt(message, 'messageStickerAttachments').length;
  const isEvent = text === '' && listAt(message, 'events').length > 0;
  const told: Told = {
    speaker: textAt(message, 'purpose'),
    text,
    time: timeAt(message, 'timestamp'),
    left: isEvent ? 'system messages' : undefined,
  };
  return withAttachments(told, files);
}

function recordedChat(message: unknown): Told {
  const type = textAt(message, 'bodyType');
  return {
    speaker: textAt(message, 'participantPurpose'),
    text: textAt(message, 'body'),
    time: timeAt(message, 'utc'),
    left: type === '' || type === 'STANDARD' ? undefined : 'system messages',
  };
}

/** Messages as the Platform API gives them in bulk (`POST /api/v2/conversations/messages/{id}/messages/bulk`). */
export const genesysMessages: DocumentFormat = {
  name: 'genesys-messages',
  signs: [/"(?:normalizedMessage|textBody)"\s*:/, /"direction"\s*:/],
  under: ['entities'],
  read: ({ value, line }, unnamed) => {
    const normalized = valueAt(value, 'normalizedMessage');
    const isBot = textAt(normalized, 'originatingEntity') === 'Bot';
    const type = textAt(normalized, 'type');
    const told: Told = {
      speaker: isBot ? 'bot' : textAt(value, 'direction'),
      text: textAt(normalized, 'text') || textAt(value, 'textBody'),
      time: timeAt(value, 'timestamp'),
      left: type === 'Event' || type === 'Receipt' ? 'system messages' : undefined,
    };
    const files = listAt(normalized, 'content').filter((one) => textAt(one, 'contentType') === 'Attachment').length;
    return messagesOf(textAt(value, 'conversationId') || unnamed, line, withAttachments(told, files));
  },
};

/** Conversation details (query or job): who took part and when, and not what was said. */
export const genesysDetails: DocumentFormat = {
  name: 'genesys-details',
  signs: [/"conversationStart"\s*:/, /"sessions"\s*:/, /"participants"\s*:/],
  under: ['conversations'],
  read: () => {
    throw new Error(
      'conversation details say who took part and when, and hold no texts; allowed: for the same conversation ids, transcripts of speech and text analytics, recordings, or messages in bulk (docs/transcripts.md)',
    );
  },
};
