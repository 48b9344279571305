/** A larger page than this is not given, whatever `pageSize` asks for. */
const MAX_PAGE_SIZE = 500;

/** A listing that Genesys gives without its pages, with how many there are. */
export const counted = <T>(entities: readonly T[]) => ({ entities, total: entities.length });

/** One page of a listing that counts nothing: it only says that there is another page, at `path`. */
export function pageWithNext<T>(entities: readonly T[], query: URLSearchParams, path: string) {
  const { total: _, pageCount, ...one } = page(entities, query);
  const next = new URLSearchParams(query);
  next.set('pageNumber', String(one.pageNumber + 1));
  return one.pageNumber < pageCount ? { ...one, nextUri: `${path}?${next}` } : one;
}

/** One page of a listing, as `pageSize` (25 by default) and `pageNumber` (from 1) of the query ask for. */
export function page<T>(entities: readonly T[], query: URLSearchParams) {
  const pageSize = Math.min(MAX_PAGE_SIZE, Math.max(1, Number(query.get('pageSize')) || 25));
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
