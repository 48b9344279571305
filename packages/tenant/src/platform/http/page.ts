/** A larger page than this is not given, whatever `pageSize` asks for, where a listing has no maximum of its own. */
const MAX_PAGE_SIZE = 500;

/** The largest page of queues in the division view, of queue members and of campaigns (docs/facts/genesys.md 9.8). */
export const SMALLER_MAX_PAGE_SIZE = 100;

/** How many entities a listing with a cursor gives at once, unless `pageSize` asks for fewer. */
const CURSOR_PAGE_SIZE = 300;

/** The query parameters of `page`. */
export const PAGING = ['pageSize', 'pageNumber'] as const;

/** The query parameters of `cursorPage`. */
export const CURSOR_PAGING = ['pageSize', 'before', 'after'] as const;

/** One page of a listing that counts nothing: it only says that there is another page, at `path`. */
export function pageWithNext<T>(entities: readonly T[], query: URLSearchParams, path: string) {
  const { total: _, pageCount, ...one } = page(entities, query, SMALLER_MAX_PAGE_SIZE);
  const next = new URLSearchParams(query);
  next.set('pageNumber', String(one.pageNumber + 1));
  return one.pageNumber < pageCount ? { ...one, nextUri: `${path}?${next}` } : one;
}

/** One page of a listing, as `pageSize` (25 by default) and `pageNumber` (from 1) of the query ask for. */
export function page<T>(entities: readonly T[], query: URLSearchParams, maxPageSize = MAX_PAGE_SIZE) {
  const pageSize = sizeOf(query, 25, maxPageSize);
  const pageNumber = Math.max(1, Number(query.get('pageNumber')) || 1);
  const start = (pageNumber - 1) * pageSize;
  return {
    entities: entities.slice(start, start + pageSize),
    pageSize,
    pageNumber,
    total: entities.length,
    pageCount: Math.ceil(entities.length / pageSize),
  };
}

/**
 * One page of a listing whose pages have no numbers: `nextUri` and `previousUri` lead from one to another. The cursors
 * in them are places in the listing, which is nothing that a client may rely on.
 */
export function cursorPage<T>(entities: readonly T[], query: URLSearchParams, path: string) {
  const size = sizeOf(query, CURSOR_PAGE_SIZE, CURSOR_PAGE_SIZE);
  const before = Number(query.get('before')) || 0;
  const start = before > 0 ? Math.max(0, before - size) : Number(query.get('after')) || 0;
  const end = before > 0 ? before : start + size;
  const uri = (cursor: 'before' | 'after', at: number) => `${path}?${cursor}=${at}&pageSize=${size}`;
  return {
    entities: entities.slice(start, end),
    total: entities.length,
    ...(end < entities.length ? { nextUri: uri('after', end) } : {}),
    ...(start > 0 ? { previousUri: uri('before', start) } : {}),
  };
}

const sizeOf = (query: URLSearchParams, usual: number, max: number): number =>
  Math.min(max, Math.max(1, Number(query.get('pageSize')) || usual));
