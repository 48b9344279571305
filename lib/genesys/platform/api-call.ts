/** One call of Genesys's API that was answered, or was not: what clients tell of it. */
export interface ApiCall {
  readonly kind: 'call';
  /** Method and endpoint with `:id` for its ids, such as `GET /api/v2/users/me`. */
  readonly name: string;
  readonly durationMs: number;
  /** Whether it was answered 429; undefined for a call without a user's token, which has no limit of its own. */
  readonly rateLimited?: boolean;
}

/** Where a client tells of its calls. */
export type OnCall = (call: ApiCall) => void;
