export interface SessionIdentity {
  /** The session credential, a UUID v4. */
  readonly token: string;
  readonly deploymentId: string;
  /** A guest that signs in; undefined for an anonymous one. */
  readonly signIn?: SignedInGuest | undefined;
}

/** A guest that has signed in before a connection is opened. */
export interface SignedInGuest {
  /** The JWT with which sessions are configured now. A refresh changes it. */
  readonly jwt: string;
  /** A session was configured with the JWT. */
  accepted(): void;
  /** The JWT was answered 401. Returns whether another one may be had, on a new connection. */
  refused(): boolean;
}
