import type { SessionResponse, StructuredMessage } from '@headroom/genesys-wire/guest';
import type { Conversation, MessageCommunication, MessageData, Participant } from '@headroom/genesys-wire/platform';
import type { Shape, ShapeOf } from '../../lib/genesys/platform/shape.ts';

/**
 * What Genesys's frames and answers look like by its own clients and models, as far as the types of the wire have them
 * (docs/facts/genesys.md sections 1.3 and 2.5). A key that ends in `?` may be missing.
 */

const SESSION: ShapeOf<SessionResponse> = {
  connected: 'boolean',
  'newSession?': 'boolean',
  'readOnly?': 'boolean',
  'clearedExistingSession?': 'boolean',
  'maxCustomDataBytes?': 'number',
  'allowedMedia?': { inbound: { fileTypes: [{ type: 'string' }], maxFileSizeKB: 'number' } },
  'blockedExtensions?': ['string'],
  'durationSeconds?': 'number',
  'expirationDate?': 'number',
};

const MESSAGE = {
  'id?': 'string',
  direction: 'string',
  type: 'string',
  'text?': 'string',
  'channel?': {
    'time?': 'string',
    'messageId?': 'string',
    'type?': 'string',
    'from?': { 'nickname?': 'string', 'firstName?': 'string', 'lastName?': 'string' },
  } as Shape,
  'events?': [{ eventType: 'string', 'typing?': {}, 'presence?': { type: 'string' } }],
  'content?': [{ contentType: 'string' }],
  'originatingEntity?': 'string',
  'metadata?': { '*': 'string' },
} satisfies Record<keyof StructuredMessage | `${keyof StructuredMessage}?` | string, Shape>;

const frame = (body: Shape): Shape => ({
  type: 'string',
  class: 'string',
  code: 'number',
  'tracingId?': 'string',
  body,
});

/** By the `class` of the frame. */
export const GUEST_FRAMES: ReadonlyMap<string, Shape> = new Map([
  ['SessionResponse', frame(SESSION)],
  ['StructuredMessage', frame(MESSAGE)],
  ['SessionClearedEvent', frame({})],
  ['SessionExpiredEvent', frame({})],
  ['ConnectionClosedEvent', frame({ 'reason?': 'string' })],
  ['string', frame('string')],
  ['TooManyRequestsErrorMessage', frame({ retryAfter: 'number', errorCode: 'number', errorMessage: 'string' })],
]);

const COMMUNICATION: ShapeOf<MessageCommunication> = {
  id: 'string',
  state: 'string',
  direction: 'string',
  type: 'string',
  'messages?': [{ messageId: 'string', 'messageTime?': 'string', 'messageStatus?': 'string' }],
};

const PARTICIPANT: Shape = {
  id: 'string',
  purpose: 'string',
  'userId?': 'string',
  'queueId?': 'string',
  'attributes?': { '*': 'string' },
  'messages?': [COMMUNICATION as Shape],
} satisfies { [Key in keyof Participant | `${keyof Participant}?`]?: Shape };

const CONVERSATION: ShapeOf<Conversation> = { id: 'string', participants: [PARTICIPANT as object] };

const MESSAGE_DATA: ShapeOf<MessageData> = {
  id: 'string',
  'conversationId?': 'string',
  direction: 'string',
  'messengerType?': 'string',
  'status?': 'string',
  timestamp: 'string',
  normalizedMessage: { type: 'string', 'text?': 'string', 'originatingEntity?': 'string' },
};

/** By the call, with `:id` in place of ids. A call whose answer nobody reads is not in it. */
export const PLATFORM_ANSWERS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['GET /api/v2/users/me', { id: 'string', name: 'string' }],
  ['GET /api/v2/presence/definitions', { entities: [{ id: 'string', systemPresence: 'string' }] }],
  ['GET /api/v2/conversations', { entities: [CONVERSATION] }],
  ['POST /api/v2/conversations/messages/:id/messages/bulk', { entities: [MESSAGE_DATA] }],
  ['POST /api/v2/conversations/messages/:id/communications/:id/messages', MESSAGE_DATA],
]);
