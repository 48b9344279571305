import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';

/** What is said of refusals of which there are no samples. */
export const WORDS_NOT_KEPT =
  'words not kept: add --out json=samples.json to the run, and give that file to the report';

/**
 * Refusals that are alike, in one line of plain text.
 *
 * @example
 * // 222 × 503 "Max concurrent connections exceeded for tenant" (max-connections-tenant), 2026-11-30 11:35:02 to 11:45:10 UTC
 */
export function refusalText(refusals: SeenRefusals): string {
  const { count, says, status, retry_after, server, correlation, scenario } = refusals;
  const more: readonly (readonly [string, string | undefined])[] = [
    ['Retry-After', retry_after],
    ['server', server],
    ['at', deploymentsText(refusals)],
    ['correlation id of the first', correlation],
  ];
  const known = more.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  const seenBy = scenario === 'sentinel' ? 'that the sentinel saw' : '';
  const head = [`${count} × ${status}`, quoted(refusals), `(${says})`, seenBy].filter((part) => part !== '').join(' ');
  return [head, periodText(refusals), ...known].join(', ');
}

/** So many deployments are named. */
const MOST_NAMED = 3;

/** The deployments that had them, those with the most first; undefined where none is known. */
export function deploymentsText({ deployments }: SeenRefusals): string | undefined {
  const by = Object.entries(deployments).sort(([, a], [, b]) => b - a);
  const [only, ...others] = by;
  if (only === undefined) return undefined;
  if (others.length === 0) return `deployment ${only[0]}`;
  const named = by.slice(0, MOST_NAMED).map(([id, count]) => `${id} (${count})`);
  return `${by.length} deployments: ${named.join(', ')}${by.length > MOST_NAMED ? ' …' : ''}`;
}

function quoted({ words }: SeenRefusals): string {
  return words === '' ? '' : `"${words}"`;
}

/** From the first to the last of them, in UTC. */
export function periodText({ firstMs, lastMs }: Pick<SeenRefusals, 'firstMs' | 'lastMs'>): string {
  const [from, to] = [firstMs, lastMs].map((ms) => new Date(ms).toISOString().slice(0, 19).split('T'));
  const [day = '', time = ''] = from ?? [];
  const [lastDay = '', lastTime = ''] = to ?? [];
  if (`${lastDay}${lastTime}` === `${day}${time}`) return `${day} ${time} UTC`;
  return `${day} ${time} to ${lastDay === day ? '' : `${lastDay} `}${lastTime} UTC`;
}
