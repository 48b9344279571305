import type { PresenceEvent, TypingEvent } from '@headroom/genesys-wire/guest';

/** Why a conversation or a connection is over, as the server said it. */
export type ServerEnding = 'agent-disconnected' | 'cleared' | 'evicted' | 'expired' | 'logged-out';

/**
 * The ending that a code of an error frame says of a configured session: read-only, since the agent has ended the
 * conversation; expired; or not found any more. Undefined for an error of one frame (docs/facts/genesys.md section 1.5).
 */
export function endingOf(code: number): ServerEnding | undefined {
  if (code === 409) return 'agent-disconnected';
  return code === 4006 || code === 4007 ? 'expired' : undefined;
}

/** The ending that an outbound event says. `SessionExpired` is in Genesys's models, and was never seen. */
export function endingIn(events: readonly (TypingEvent | PresenceEvent)[]): ServerEnding | undefined {
  const says = (type: string) => events.some((event) => event.eventType === 'Presence' && event.presence.type === type);
  if (says('Disconnect')) return 'agent-disconnected';
  return says('SessionExpired') ? 'expired' : undefined;
}
