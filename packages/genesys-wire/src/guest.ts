/**
 * The guest Web Messaging protocol on the wire. Fields, classes and actions have Genesys's own names. Source:
 * MyPureCloud/genesys-messenger-transport-mobile-sdk, MyPureCloud/web-messaging-sdk-java.
 */

export interface CustomAttributesChannel {
  readonly metadata: { readonly customAttributes: Readonly<Record<string, string>> };
}

export interface TypingEvent {
  readonly eventType: 'Typing';
  readonly typing: { readonly type: 'On' | 'Off'; readonly duration?: number };
}

export type PresenceType = 'Join' | 'Clear' | 'Disconnect' | 'SignIn' | 'SessionExpired';

export interface PresenceEvent {
  readonly eventType: 'Presence';
  readonly presence: { readonly type: PresenceType };
}

/** `message` of an `onMessage` frame. A text has at most 4,096 bytes. */
export type GuestMessage =
  | {
      readonly type: 'Text';
      readonly text: string;
      /** Files that were uploaded before, by their ids. */
      readonly content?: readonly ContentPart[];
      readonly channel?: CustomAttributesChannel;
    }
  /** A quick reply that is pressed. */
  | {
      readonly type: 'Structured';
      readonly text: string;
      readonly content: readonly ContentPart[];
      readonly channel?: CustomAttributesChannel;
    }
  | { readonly type: 'Event'; readonly events: readonly (TypingEvent | PresenceEvent)[] };

export interface JourneyContext {
  readonly customer: { readonly id: string; readonly idType: 'cookie' };
  readonly customerSession: { readonly id: string; readonly type: 'web' };
}

interface GuestRequest {
  /** The session credential: a UUID v4 made by the client. */
  readonly token: string;
  readonly tracingId: string;
}

/** A frame from the client: one JSON object in a text frame. */
export type ClientFrame =
  | (GuestRequest & {
      readonly action: 'configureSession';
      readonly deploymentId: string;
      readonly startNew?: boolean;
      readonly journeyContext?: JourneyContext;
    })
  | (GuestRequest & {
      readonly action: 'configureAuthenticatedSession';
      readonly deploymentId: string;
      readonly startNew?: boolean;
      readonly journeyContext?: JourneyContext;
      /** `code` is the JWT of the exchange. */
      readonly data: { readonly code: string };
    })
  | (GuestRequest & {
      readonly action: 'onMessage';
      readonly message: GuestMessage;
    })
  | (GuestRequest & { readonly action: 'echo'; readonly message: { readonly type: 'Text'; readonly text: string } })
  | (GuestRequest & { readonly action: 'getJwt' })
  | (GuestRequest & {
      readonly action: 'onAttachment';
      readonly attachmentId: string;
      readonly fileName: string;
      readonly fileType: string;
      readonly fileSize: number;
      readonly errorsAsJson: boolean;
    })
  | (GuestRequest & { readonly action: 'closeSession'; readonly closeAllConnections?: boolean });

/** A part of `content`: a quick reply that is offered, the one that was pressed, or an attachment. */
export type ContentPart =
  | {
      readonly contentType: 'QuickReply';
      readonly quickReply: { readonly text: string; readonly payload?: string; readonly action?: string };
    }
  | {
      readonly contentType: 'ButtonResponse';
      readonly buttonResponse: {
        readonly type: string;
        readonly text: string;
        readonly payload?: string | undefined;
        /** The id of the question that it answers. */
        readonly originatingMessageId?: string | undefined;
      };
    }
  | { readonly contentType: 'Attachment'; readonly attachment: GuestAttachment };

/** A file of a message: the guest sends its id, and the server shows the rest. */
export interface GuestAttachment {
  readonly id: string;
  readonly mediaType?: 'Image' | 'Video' | 'Audio' | 'File' | 'Link';
  readonly url?: string;
  readonly mime?: string;
  readonly filename?: string;
  /** Bytes. */
  readonly fileSize?: number;
}

/** Where a file is to be put, or is to be had: an HTTP PUT with just these headers, or a GET without any. */
export interface PresignedUrl {
  readonly attachmentId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  readonly fileName?: string;
  /** Bytes. */
  readonly fileSize?: number;
  readonly fileType?: string;
}

/** Why a file is not taken: a code of docs/facts/genesys.md section 1.5. */
export interface AttachmentError {
  readonly attachmentId: string;
  readonly errorCode: number;
  readonly errorMessage: string;
}

/** The body of a `StructuredMessage`. */
export interface StructuredMessage {
  readonly id?: string;
  readonly direction: 'Inbound' | 'Outbound';
  readonly type: 'Text' | 'Structured' | 'Event';
  readonly text?: string;
  /** Of an outbound `Structured` message: its own id, which a reply to it repeats. */
  readonly originatingMessageId?: string;
  readonly channel?: {
    /** ISO 8601. */
    readonly time?: string;
    readonly messageId?: string;
    readonly type?: 'Private';
    readonly from?: { readonly nickname?: string; readonly firstName?: string; readonly lastName?: string };
  };
  readonly events?: readonly (TypingEvent | PresenceEvent)[];
  readonly content?: readonly ContentPart[] | undefined;
  readonly originatingEntity?: 'Human' | 'Bot';
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The files that a session takes; none without `inbound`. */
export interface AllowedMedia {
  readonly inbound?: { readonly fileTypes: readonly { readonly type: string }[]; readonly maxFileSizeKB: number };
}

export interface SessionResponse {
  readonly connected: boolean;
  readonly newSession?: boolean;
  readonly readOnly?: boolean;
  readonly clearedExistingSession?: boolean;
  readonly maxCustomDataBytes?: number;
  readonly allowedMedia?: AllowedMedia;
  readonly blockedExtensions?: readonly string[];
  readonly durationSeconds?: number;
  /** Unix seconds. */
  readonly expirationDate?: number;
}

/**
 * The answer of `POST /api/v2/webdeployments/token/oauthcodegrantjwtexchange`, and of `…/token/refresh`, where the
 * refresh token stays.
 */
export interface JwtExchangeAnswer {
  readonly jwt: string;
  readonly refreshToken?: string;
}

/** A frame from the server. */
export type ServerFrame = { readonly code: number; readonly tracingId?: string } & (
  | { readonly type: 'response'; readonly class: 'SessionResponse'; readonly body: SessionResponse }
  | { readonly type: 'message' | 'response'; readonly class: 'StructuredMessage'; readonly body: StructuredMessage }
  | {
      readonly type: 'response';
      readonly class: 'JwtResponse';
      readonly body: { readonly jwt: string; readonly exp: number };
    }
  | { readonly type: 'response'; readonly class: 'string'; readonly body: string }
  | { readonly type: 'response'; readonly class: 'GetConfigurationResponse'; readonly body: unknown }
  | { readonly type: 'response'; readonly class: 'PresignedUrlResponse'; readonly body: PresignedUrl }
  | { readonly type: 'message'; readonly class: 'GenerateUrlError'; readonly body: AttachmentError }
  | {
      readonly type: 'message';
      readonly class: 'UploadSuccessEvent';
      readonly body: { readonly attachmentId: string; readonly downloadUrl: string; readonly timestamp: string };
    }
  | {
      readonly type: 'message';
      readonly class: 'UploadFailureEvent';
      readonly body: AttachmentError & { readonly timestamp: string };
    }
  | {
      readonly type: 'message';
      readonly class: 'AttachmentDeletedResponse';
      readonly body: { readonly attachmentId: string };
    }
  | {
      readonly type: 'response';
      readonly class: 'TooManyRequestsErrorMessage';
      readonly body: { readonly retryAfter: number; readonly errorCode: number; readonly errorMessage: string };
    }
  | { readonly type: 'message'; readonly class: 'ConnectionClosedEvent'; readonly body: { readonly reason?: string } }
  | {
      readonly type: 'message';
      readonly class: 'SessionExpiredEvent' | 'SessionClearedEvent' | 'LogoutEvent';
      readonly body: Readonly<Record<string, never>>;
    }
);

/** The answer of `GET /api/v2/webmessaging/messages`: one page, newest first. */
export interface WebMessagingMessageEntityList {
  readonly entities: readonly StructuredMessage[];
  readonly pageSize: number;
  readonly pageNumber: number;
  readonly total: number;
  readonly pageCount: number;
}
