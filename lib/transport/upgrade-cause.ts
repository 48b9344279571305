import type { NotOpened } from './connection.ts';

/** Why an upgrade did not open: the `cause` tag of `ws_upgrade_failed`. */
export const UPGRADE_CAUSES = [
  'http-503',
  'http-429',
  'http-403',
  'http-other',
  'http-unseen',
  'timeout',
  'network',
  'local',
] as const;
export type UpgradeCause = (typeof UPGRADE_CAUSES)[number];

/** The causes with `none`, for an attempt that opened. */
export const ATTEMPT_CAUSES = ['none', ...UPGRADE_CAUSES] as const;

/** The cause by which an upgrade did not open, from its HTTP status or its network error. */
export function causeOf(ended: NotOpened): UpgradeCause {
  if (ended.kind === 'failed') return networkCause(ended.error);
  switch (ended.status) {
    case undefined:
      return 'http-unseen';
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

/** The cause behind a dial that failed, from the text of Go's error. */
function networkCause(error: string): UpgradeCause {
  if (/too many open files|cannot assign requested address|address already in use/i.test(error)) return 'local';
  return /time(d )?out|deadline/i.test(error) ? 'timeout' : 'network';
}
