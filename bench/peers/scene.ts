/** What every peer plays: sessions that come evenly, send a message at once and every 2 s, and leave. */
export interface Scene {
  /** Of the server, `host:port`. */
  readonly address: string;
  readonly sessions: number;
  readonly perSecond: number;
  /** How long each session stays, in seconds: an odd number, so that the last echo is heard before it leaves. */
  readonly staySeconds: number;
}

/** Between two messages of a session, in seconds. */
export const EVERY_SECONDS = 2;
export const TEXT = 'Where is my order? It was to come on Monday, and it is Thursday now.';

/** When a peer that is stuck is ended, in seconds. */
export const longestSeconds = ({ sessions, perSecond, staySeconds }: Scene): number =>
  2 * (sessions / perSecond + staySeconds) + 60;
