/** One request to Genesys's API, whether it was answered or not. */
export interface ApiCall {
  readonly kind: 'call';
  /** Method and endpoint with `:id` for its ids, such as `GET /api/v2/users/me`. */
  readonly name: string;
  readonly durationMs: number;
  /** Whether it was answered 429; undefined for a call without a user's token, which has no limit of its own. */
  readonly rateLimited?: boolean;
}

/** Receives each request of a client. */
export type OnCall = (call: ApiCall) => void;
