/**
 * Why a session was not configured although its socket opened: the org refused it, sessions came too fast (429), the
 * org did not answer, it did not take the JWT of a guest that had signed in (401), the socket was closed first, or
 * another error. The `reason` tag of `guest_sessions_refused`.
 */
export const SESSION_REFUSALS = ['refused', 'too-many', 'silent', 'other', 'unauthorized', 'closed'] as const;
export type SessionRefusal = (typeof SESSION_REFUSALS)[number];

/** The reasons that a guest meets who does not sign in. */
export const ANONYMOUS_REFUSALS = ['refused', 'too-many', 'silent', 'other'] as const satisfies SessionRefusal[];

/** The reason behind a code of Genesys, which is an HTTP status or 40xx. */
export function refusalOf(code: number): SessionRefusal {
  if (code === 429) return 'too-many';
  return (code >= 400 && code < 500) || (code >= 4_000 && code < 5_000) ? 'refused' : 'other';
}
