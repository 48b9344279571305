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
  const { count, says, status, retry_after, server, correlation, deployment } = refusals;
  const more: readonly (readonly [string, string | undefined])[] = [
    ['Retry-After', retry_after],
    ['server', server],
    ['deployment', deployment],
    ['correlation id of the first', correlation],
  ];
  const known = more.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  const head = [`${count} × ${status}`, quoted(refusals), `(${says})`].filter((part) => part !== '').join(' ');
  return [head, periodText(refusals), ...known].join(', ');
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
