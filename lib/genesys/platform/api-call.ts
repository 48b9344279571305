/**
 * Whose limit a 429 names: one of the token or its user, one over all tokens of the org, or none is told
 * (docs/facts/genesys.md sections 2.2 and 10).
 */
export type RateLimit = 'token' | 'organization' | 'untold';

/** One request to Genesys's API, whether it was answered or not. */
export interface ApiCall {
  readonly kind: 'call';
  /** Method and endpoint with `:id` for its ids, such as `GET /api/v2/users/me`. */
  readonly name: string;
  readonly durationMs: number;
  /** Whether it was answered 429; undefined for a call without a user's token, which has no limit of its own. */
  readonly rateLimited?: boolean;
  /** Whose limit a 429 names. */
  readonly limit?: RateLimit;
}

/** Genesys answered or notified with something that its reader cannot use: not JSON, or a field missing or of another type. */
export interface UnexpectedAnswer {
  readonly kind: 'unexpected-answer';
  /** The endpoint, as of `ApiCall`, or the topic with `:id` for its id. */
  readonly name: string;
  /** The field, what is there and what was expected, in one line. It never holds a value. */
  readonly why: string;
}

/** Receives each request of a client, and each answer that cannot be used. */
export type OnCall = (call: ApiCall | UnexpectedAnswer) => void;
