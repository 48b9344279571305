import type { UpgradeCause } from '../metrics/names.ts';
import type { Ended } from '../transport/exact.ts';

/** What kept an upgrade from opening, from what HTTP or the network said. */
export function causeOf(ended: Exclude<Ended, { kind: 'closed' }>): UpgradeCause {
  if (ended.kind === 'failed') return /time(d )?out|deadline/i.test(ended.error) ? 'timeout' : 'network';
  switch (ended.status) {
    case 503:
      return 'http-503';
    case 429:
      return 'http-429';
    case 403:
      return 'http-403';
    default:
      return 'http-other';
  }
}
