import type { EntityListing } from '@headroom/genesys-wire/platform';
import type { Shape, ShapeOf } from '../../lib/genesys/platform/shape.ts';
import { type Org, OrgError } from './org.ts';

const PAGE = 100;
/** A listing that goes on beyond this does not end: each page that is asked for is the same one. */
const MAX_PAGES = 10_000;

/**
 * Reads all pages of a list. `reads` is what is read of an entity. Some listings say how many pages there are
 * (`pageCount`), others only that there is another (`nextUri`), such as the members of a queue
 * (docs/facts/genesys.md section 4). Throws `OrgError`.
 */
export async function allPages<T>(org: Org, path: string, reads: ShapeOf<T>): Promise<T[]> {
  const all: T[] = [];
  for (let pageNumber = 1; pageNumber <= MAX_PAGES; pageNumber++) {
    const page = `${path}${path.includes('?') ? '&' : '?'}pageSize=${PAGE}&pageNumber=${pageNumber}`;
    const listing = await org.read<EntityListing<T>>('GET', page, listingOf(reads) as ShapeOf<EntityListing<T>>);
    all.push(...listing.entities);
    if (isLast(listing, pageNumber)) return all;
  }
  throw new OrgError(`GET ${path}: does not end within ${MAX_PAGES} pages`, 0);
}

const listingOf = (reads: Shape): Shape => ({ entities: [reads], 'pageCount?': 'number', 'nextUri?': 'string' });

/** A page with fewer entities than asked for is no sign: a listing may have a maximum of its own. */
function isLast({ entities, pageCount, nextUri }: EntityListing<unknown>, pageNumber: number): boolean {
  if (entities.length === 0) return true;
  return pageCount === undefined ? nextUri === undefined : pageNumber >= pageCount;
}
