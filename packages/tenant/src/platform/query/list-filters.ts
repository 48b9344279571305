import { HOME_DIVISION } from '../../org/organization.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The query parameters of `filtered`. */
export const LIST_FILTERS = ['id', 'name', 'divisionId', 'sortOrder'] as const;

/**
 * The entities that a listing's `id`, `name` and `divisionId` let through; with `sortOrder` by their names. A name fits
 * as a whole, without regard to case; everything is in the home division.
 */
export function filtered<T extends Named>(entities: readonly T[], query: URLSearchParams): readonly T[] {
  const [ids, divisions] = [valuesOf(query, 'id'), valuesOf(query, 'divisionId')];
  const wanted = query.get('name')?.toLowerCase() || undefined;
  if (divisions.length > 0 && !divisions.includes(HOME_DIVISION.id)) return [];
  const found = entities.filter(
    ({ id, name }) => (ids.length === 0 || ids.includes(id)) && (wanted === undefined || wanted === name.toLowerCase()),
  );
  const order = query.get('sortOrder')?.toLowerCase();
  if (order) found.sort((a, b) => a.name.localeCompare(b.name));
  return order?.startsWith('desc') ? found.reverse() : found;
}

/** Those that a parameter with `true` or `false` lets through; all of them without it. */
export function havingTruth<T>(
  entities: readonly T[],
  wanted: string | null,
  is: (entity: T) => boolean,
): readonly T[] {
  return wanted === null || wanted === ''
    ? entities
    : entities.filter((one) => String(is(one)) === wanted.toLowerCase());
}

/** The values of a parameter that is repeated, or is a list with commas. */
export const valuesOf = (query: URLSearchParams, name: string): string[] =>
  query.getAll(name).flatMap((values) => (values === '' ? [] : values.split(',')));
