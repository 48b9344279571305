import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import { OrgError } from '../platform/org.ts';

const SHOWN = 3;

/** The first three names, and how many more there are. */
export function firstFew(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${formatCount(rest)} more` : '');
}

/**
 * Runs checks that call the org, and returns one check `unknown` where the org denies the client the call (403, 404).
 * Rethrows any other error.
 */
export async function checksOrUnknown(what: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof OrgError) || (error.status !== 403 && error.status !== 404)) throw error;
    const change = 'give a role of the OAuth client the permission to view it';
    return [{ what, state: 'unknown', is: error.message, change }];
  }
}
