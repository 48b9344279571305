import type { EntityListing } from '@headroom/genesys-wire/platform';
import type { Org } from './org.ts';

const PAGE = 100;

/** All entities of a list that comes in pages. Throws `OrgError`. */
export async function allOf<T>(org: Org, path: string): Promise<T[]> {
  const all: T[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const page = `${path}${path.includes('?') ? '&' : '?'}pageSize=${PAGE}&pageNumber=${pageNumber}`;
    const { entities, pageCount = 1 } = await org.call<EntityListing<T>>('GET', page);
    all.push(...entities);
    if (pageNumber >= pageCount || entities.length === 0) return all;
  }
}
