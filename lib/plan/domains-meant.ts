import { REGIONS } from './regions.ts';

/** A text that is further than this from every domain is no typing error of one. */
const MAX_EDITS = 2;

/**
 * The domains of the regions that a text may have been meant for, the nearest ones; empty when it is like none. The
 * text may be misspelt, name a host of the region, be an address with its scheme, or be the region's id.
 *
 * @example
 * domainsMeant('mypurecloud.con'); // ['mypurecloud.com']
 * domainsMeant('https://webmessaging.euw2.pure.cloud/v1'); // ['euw2.pure.cloud']
 * domainsMeant('eu-west-1'); // ['mypurecloud.ie']
 */
export function domainsMeant(text: string): string[] {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[:/?#].*$/, '');
  const named = REGIONS.find(({ id }) => id === host);
  if (named !== undefined) return [named.domain];
  const labels = host.split('.');
  const endings = labels.map((_, n) => labels.slice(n).join('.'));
  let nearest = MAX_EDITS;
  let meant: string[] = [];
  for (const { domain } of REGIONS) {
    const edits = Math.min(...endings.map((ending) => editDistance(ending, domain)));
    if (edits < nearest) meant = [];
    if (edits > nearest) continue;
    nearest = edits;
    meant.push(domain);
  }
  return meant;
}

/**
 * The number of characters to insert, delete, replace or swap with their neighbour to make one text of the other
 * (optimal string alignment). Infinite where the lengths alone exceed `MAX_EDITS`.
 */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_EDITS) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, current];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
