/** What stopped the next session, by the names of docs/verdict.md. The last two names stand for no cause. */
export const CAUSES = [
  'generator-saturated',
  'local-limits',
  'origin-refused',
  'guests-not-signed-in',
  'deployment-inactive',
  'duplicate-identity',
  'deployment-refused',
  'refusals-by-chance',
  'outage',
  'tenant-connection-ceiling',
  'connection-rate-throttle',
  'network-timeout',
  'sessions-cut-by-level',
  'sessions-cut-by-age',
  'sessions-cut-by-quiet',
  'sessions-cut',
  'messages-not-delivered',
  'bot-never-hands-over',
  'tokens-refused',
  'foreign-conversations',
  'flow-not-routing',
  'transcript-unrecognised',
  'platform-rate-limit',
  'agent-acceptance',
  'wrap-up-stall',
  'queue-capacity',
  'slow-routing',
  'none',
  'undetermined',
] as const;
export type Cause = (typeof CAUSES)[number];

/** One cause that a rule found evidence for. */
export interface Finding {
  readonly cause: Cause;
  /** One sentence. */
  readonly says: string;
  /** The figures it rests on. */
  readonly evidence: readonly string[];
  /** What to do about it, in terms of the plan. */
  readonly change?: string;
  /** What it may be where the figures do not tell, at most three, the likeliest first. */
  readonly candidates?: readonly Cause[];
  /** The experiment that would tell the next likely cause apart. */
  readonly next?: string;
}

export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** Evidence that counts something; none where the count is 0. */
export const told = (count: number, what: string): string[] => (count === 0 ? [] : [`${count} ${what}`]);

/** A smaller share of the attempts is noise. */
export const SOME = 0.05;
