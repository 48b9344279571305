import type {
  Conversation,
  ConversationActivityResponse,
  MessageData,
  MessageMediaData,
  MessageMediaUploadData,
  NotificationChannel,
  Participant,
  PresenceDefinition,
  QueueMember,
  RoutingStatusEvent,
  UserMe,
  WrapupCode,
} from '@headroom/genesys-wire/platform';
import type { ShapeOf } from './shape.ts';

/** What runs and commands read of the answers of the Platform API. Source: docs/facts/genesys.md sections 2 and 3. */

export const USER_ME: ShapeOf<UserMe> = { id: 'string' };

export const PRESENCE_DEFINITION: ShapeOf<PresenceDefinition> = { id: 'string', systemPresence: 'string' };

export const CHANNEL: ShapeOf<NotificationChannel> = { id: 'string', connectUri: 'string' };

const PARTICIPANT: ShapeOf<Participant> = {
  id: 'string',
  'purpose?': 'string',
  'userId?': 'string',
  'queueId?': 'string',
  'messages?': [{ id: 'string', 'state?': 'string', 'messages?': [{ messageId: 'string', 'messageTime?': 'string' }] }],
};

export const CONVERSATION: ShapeOf<Conversation> = { id: 'string', participants: [PARTICIPANT] };

export const CONVERSATIONS = { entities: [CONVERSATION] } as const;

/** The text is optional here: a message may be an event or an attachment, and one without its text is said to be so. */
export const MESSAGE: ShapeOf<MessageData> = {
  id: 'string',
  'direction?': 'string',
  timestamp: 'string',
  'normalizedMessage?': { 'type?': 'string', 'text?': 'string', 'originatingEntity?': 'string' },
};

export const MESSAGES = { entities: [MESSAGE] } as const;

export const MEDIA_UPLOAD: ShapeOf<MessageMediaUploadData> = {
  id: 'string',
  uploadUrl: 'string',
  'uploadHeaders?': {},
};

export const MEDIA: ShapeOf<MessageMediaData> = { id: 'string', status: 'string' };

export const WRAPUP_CODES: ShapeOf<WrapupCode[]> = [{ id: 'string', 'name?': 'string' }];

export const QUEUE_MEMBER: ShapeOf<QueueMember> = { id: 'string', 'routingStatus?': { 'status?': 'string' } };

export const QUEUE_MEMBERS = { entities: [QUEUE_MEMBER] } as const;

export const ROUTING_STATUS: ShapeOf<RoutingStatusEvent> = { routingStatus: { status: 'string' } };

export const ACTIVITY: ShapeOf<ConversationActivityResponse> = {
  results: [{ 'group?': {}, data: [{ metric: 'string', 'qualifier?': 'string', count: 'number' }] }],
};
