import type { Random } from '../../base/random.ts';
import type { Part } from '../../dialogues/part.ts';
import type { ServerEnding, SessionIdentity } from '../../genesys/guest/session.ts';
import type { SessionRefusal } from '../../measures/declare/names.ts';
import type { Plan } from '../../plan/schema.ts';

/** Why a visit is over. `not-configured`: the socket opened, and no session came of it. */
export type VisitEnd = 'complete' | 'left-early' | 'deadline' | 'not-configured' | Exclude<ServerEnding, 'cleared'>;

/** What a visit measures as it goes; times are ms. */
export interface VisitReport {
  ready(): void;
  /** The socket opened, and the session on it was not configured. */
  notConfigured(reason: SessionRefusal): void;
  sent(): void;
  begun(): void;
  acked(roundTripMs: number): void;
  delivered(afterMs: number): void;
}

export interface VisitSetup {
  readonly identity: SessionIdentity;
  readonly part: Part;
  readonly manner: Pick<Plan['customers'], 'think' | 'pauses' | 'pause' | 'typing'>;
  /** Leaves after so many turns, unless the transcript ends before. */
  readonly leavesAfter: number;
  readonly random: Random;
  /** Unix ms by which the visit has left, whatever happens. */
  readonly leaveAtMs: number;
  /** Sent with every message, so that an agent knows which transcript it is in. */
  readonly attributes: Readonly<Record<string, string>>;
}
