/** One page of a listing, as `pageSize` (25 by default) and `pageNumber` (from 1) of the query ask for. */
export function page<T>(entities: readonly T[], query: URLSearchParams) {
  const pageSize = Math.max(1, Number(query.get('pageSize')) || 25);
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
