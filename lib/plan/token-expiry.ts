/** One token in the file of expiry times that `headroom tokens` writes beside its tokens. */
interface Expiry {
  /** ISO 8601. */
  readonly expires: string;
}

const MINUTE_MS = 60_000;

/** How many tokens expire too early, and how many whole minutes they have to last. */
export interface Expiring {
  readonly count: number;
  readonly minutes: number;
}

/**
 * How many of the first `agents` tokens of a file expire before `lastsMs` from now; undefined where none does.
 * `beside` is the text of the file with the expiry times. One that was written for another number of `tokens` is not
 * used.
 */
export function expiringTokens(
  beside: string | undefined,
  { tokens, agents, nowMs, lastsMs }: { tokens: number; agents: number; nowMs: number; lastsMs: number },
): Expiring | undefined {
  const entries = parse(beside ?? '');
  if (entries.length !== tokens) return undefined;
  const count = entries.slice(0, agents).filter(({ expires }) => Date.parse(expires) < nowMs + lastsMs).length;
  return count === 0 ? undefined : { count, minutes: Math.ceil(lastsMs / MINUTE_MS) };
}

function parse(text: string): readonly Expiry[] {
  try {
    return JSON.parse(text) as Expiry[];
  } catch {
    return [];
  }
}
