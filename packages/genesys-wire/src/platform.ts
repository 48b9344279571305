/**
 * The Platform API as agents, monitors and commands use it. Fields have Genesys's own names, and a type has the name of
 * its model in Genesys's SDKs where it is that model, with the fields that are used here. Source:
 * MyPureCloud/platform-client-sdk-javascript, docs/facts/genesys.md sections 2 and 3.
 */

/** The answer of `POST /oauth/token`. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'bearer';
  /** Seconds. */
  readonly expires_in: number;
}

/** The body of an error. */
export interface ErrorBody {
  readonly message: string;
  readonly code: string;
  readonly status: number;
  readonly messageWithParams?: string;
  readonly messageParams?: Readonly<Record<string, string>>;
  readonly contextId?: string;
  readonly details?: readonly { readonly errorCode?: string; readonly fieldName?: string }[];
  readonly errors?: readonly unknown[];
  readonly limit?: { readonly key: string; readonly namespace: string; readonly value: number };
}

/** One page of a listing. */
export interface EntityListing<T> {
  readonly entities: readonly T[];
  readonly pageSize?: number;
  readonly pageNumber?: number;
  readonly total?: number;
  /** Missing in listings that do not count their pages. */
  readonly pageCount?: number;
  /** The path of the next page; missing on the last one. */
  readonly nextUri?: string;
}

/** The answer of `GET /api/v2/users/me`. */
export interface UserMe {
  readonly id: string;
  readonly name: string;
}

export type SystemPresence =
  | 'Available'
  | 'Away'
  | 'Busy'
  | 'Offline'
  | 'Idle'
  | 'OnQueue'
  | 'Meal'
  | 'Training'
  | 'Meeting'
  | 'Break';

/** An entity of `GET /api/v2/presence/definitions`. */
export interface PresenceDefinition {
  readonly id: string;
  readonly systemPresence: SystemPresence;
}

/** `status` of Genesys's model `RoutingStatus`. */
export type RoutingStatus = 'OFF_QUEUE' | 'IDLE' | 'INTERACTING' | 'NOT_RESPONDING' | 'COMMUNICATING';

/** The event body of topic `v2.users.{id}.routingStatus`. */
export interface RoutingStatusEvent {
  readonly routingStatus: { readonly status: RoutingStatus };
}

/** An entity of `GET /api/v2/routing/queues/{id}/members`: its `id` is the user's. */
export interface QueueMember {
  readonly id: string;
  readonly routingStatus?: { readonly status?: RoutingStatus };
}

/** The answer of `POST /api/v2/notifications/channels`: Genesys's model `Channel`. */
export interface NotificationChannel {
  readonly id: string;
  readonly connectUri: string;
  /** ISO 8601. */
  readonly expires: string;
}

export type CommunicationState =
  | 'alerting'
  | 'connected'
  | 'disconnected'
  | 'parked'
  | 'terminated'
  | 'scheduled'
  | 'none';

/**
 * A message communication of a participant: Genesys's model `Message`. Replies and wrap-up are addressed to its `id`.
 */
export interface MessageCommunication {
  readonly id: string;
  readonly state: CommunicationState;
  readonly direction: 'inbound' | 'outbound';
  readonly type: 'webmessaging';
  /** Whether the guest has signed in: of the customer's communication. */
  readonly authenticated?: boolean;
  /** Whether the agent holds it, and since when (ISO 8601). */
  readonly held?: boolean;
  readonly startHoldTime?: string;
  readonly disconnectType?: string;
  readonly afterCallWorkRequired?: boolean;
  readonly messages: readonly {
    readonly messageId: string;
    /** ISO 8601. */
    readonly messageTime: string;
    readonly messageStatus: 'received' | 'sent' | 'delivery-success' | 'delivery-failed';
  }[];
}

export interface Participant {
  readonly id: string;
  readonly purpose: 'customer' | 'workflow' | 'acd' | 'agent';
  readonly userId?: string;
  readonly queueId?: string;
  readonly connectedTime?: string;
  readonly endTime?: string;
  readonly wrapupRequired?: boolean;
  readonly wrapupPrompt?: string;
  readonly wrapupTimeoutMs?: number;
  readonly alertingTimeoutMs?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly messages: readonly MessageCommunication[];
}

/**
 * The event body of topic `v2.users.{id}.conversations`, and the answer of `GET /api/v2/conversations/messages/{id}`.
 */
export interface Conversation {
  readonly id: string;
  readonly participants: readonly Participant[];
}

/** A frame of the notification socket. */
export interface NotificationFrame {
  readonly topicName: string;
  readonly version?: string;
  readonly eventBody: unknown;
  readonly metadata?: { readonly CorrelationId?: string };
}

/** The answer of `GET …/messages/{id}`, and an entity of `POST …/messages/bulk`. No event has the text of a message. */
export interface MessageData {
  readonly id: string;
  readonly conversationId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly messengerType: 'webmessaging';
  /** Left Genesys's models in 2026; the text is `normalizedMessage.text`. */
  readonly textBody?: string;
  readonly status: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly normalizedMessage?: {
    readonly type: 'Text' | 'Structured' | 'Receipt' | 'Event' | 'Message' | 'Unknown';
    readonly text?: string;
    readonly originatingEntity?: 'Human' | 'Bot';
    readonly content?: readonly MessageContent[];
    /** `metadata` is in no model of the Platform API. */
    readonly channel?: { readonly metadata?: { readonly customAttributes?: Readonly<Record<string, string>> } };
  };
}

/** A part of a message beside its text: Genesys's model `ConversationMessageContent`. */
export interface MessageContent {
  readonly contentType: string;
  readonly attachment?: {
    readonly id: string;
    readonly mediaType: 'Image' | 'Video' | 'Audio' | 'File' | 'Link';
    readonly url?: string;
    readonly mime?: string;
    readonly filename?: string;
    readonly contentSizeBytes?: number;
  };
  /** One that is offered. */
  readonly quickReply?: { readonly text: string; readonly payload: string; readonly action?: string };
  /** One that was pressed; `originatingMessageId` is the question's. */
  readonly buttonResponse?: {
    readonly type: string;
    readonly text: string;
    readonly payload: string;
    readonly originatingMessageId?: string;
  };
}

/** The body of `POST …/messages/media/uploads`: Genesys's model `UploadMediaRequest`. */
export interface UploadMediaRequest {
  readonly fileName: string;
  readonly contentLengthBytes: number;
  readonly contentMd5?: string;
}

/** The answer of `POST …/messages/media/uploads`: where a file is to be put, with just these headers. */
export interface MessageMediaUploadData {
  readonly id: string;
  readonly name?: string;
  readonly uploadUrl: string;
  readonly uploadHeaders?: Readonly<Record<string, string>>;
}

/** The answer of `GET …/messages/media/{id}`: what became of a file. */
export interface MessageMediaData {
  readonly id: string;
  readonly status: MediaStatus;
}

/** `status` of Genesys's model `MessageMediaData`. */
export type MediaStatus = 'uploading' | 'valid' | 'invalid';

export interface WrapupCode {
  readonly id: string;
  readonly name: string;
}

/** The answer of `POST /api/v2/analytics/queues/observations/query`. */
export interface QueueObservationQueryResponse {
  readonly results: readonly {
    readonly group: { readonly queueId: string; readonly mediaType?: string };
    readonly data?: readonly {
      readonly metric: string;
      readonly qualifier?: string;
      readonly stats: {
        readonly count?: number;
        /** Of `oServiceLevel`. */
        readonly ratio?: number;
        readonly numerator?: number;
        readonly denominator?: number;
      };
    }[];
  }[];
}

/**
 * The answer of `POST /api/v2/analytics/conversations/activity/query`. That of `…/routing/activity/query`, Genesys's
 * model `RoutingActivityResponse`, has the same shape.
 */
export interface ConversationActivityResponse {
  readonly results: readonly {
    readonly group: Readonly<Record<string, string>>;
    readonly data: readonly { readonly metric: string; readonly qualifier?: string; readonly count: number }[];
  }[];
}

/** The answer of `POST /api/v2/analytics/conversations/details/query`. */
export interface AnalyticsConversationQueryResponse {
  readonly conversations?: readonly {
    readonly conversationId: string;
    /** ISO 8601. */
    readonly conversationStart: string;
    /** ISO 8601; not there while it lasts. */
    readonly conversationEnd?: string;
  }[];
  readonly totalHits?: number;
}
