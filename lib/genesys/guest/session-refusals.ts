/**
 * Why a session was not configured though its socket opened: the org refused it, it came too fast (429), the org said
 * nothing, or something else. The `reason` tag of `guest_sessions_refused`.
 */
export const SESSION_REFUSALS = ['refused', 'too-many', 'silent', 'other'] as const;
export type SessionRefusal = (typeof SESSION_REFUSALS)[number];
