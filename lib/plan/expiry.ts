import { formatDuration } from './duration.ts';

/** One line of what `headroom tokens` writes beside its tokens. */
interface Expiry {
  /** ISO 8601. */
  readonly expires: string;
}

const MINUTE_MS = 60_000;

/**
 * Why the first `agents` tokens of a file would not last for `lastsMs` from now, in one line, or undefined. `beside` is
 * the text of the file that says when they expire; one that does not belong to as many `tokens` says nothing.
 */
export function expiryRefusal(
  beside: string | undefined,
  { tokens, agents, nowMs, lastsMs }: { tokens: number; agents: number; nowMs: number; lastsMs: number },
): string | undefined {
  const entries = parse(beside ?? '');
  if (entries.length !== tokens) return undefined;
  const expiring = entries.slice(0, agents).filter(({ expires }) => Date.parse(expires) < nowMs + lastsMs);
  if (expiring.length === 0) return undefined;
  const lasts = Math.ceil(lastsMs / MINUTE_MS) * MINUTE_MS;
  return `${expiring.length} of ${agents} tokens expire before the run must be over, in ${formatDuration(lasts)}; allowed: tokens that last, by headroom tokens --renew ${lasts / MINUTE_MS}`;
}

function parse(text: string): readonly Expiry[] {
  try {
    return JSON.parse(text) as Expiry[];
  } catch {
    return [];
  }
}
