import type { EntityListing } from '@headroom/genesys-wire/platform';
import type { Org } from './org.ts';

const PAGE = 100;

/** Reads all pages of a list. Throws `OrgError`. */
export async function allPages<T>(org: Org, path: string): Promise<T[]> {
  const all: T[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const page = `${path}${path.includes('?') ? '&' : '?'}pageSize=${PAGE}&pageNumber=${pageNumber}`;
    const { entities, pageCount = 1 } = await org.call<EntityListing<T>>('GET', page);
    all.push(...entities);
    if (pageNumber >= pageCount || entities.length === 0) return all;
  }
}
