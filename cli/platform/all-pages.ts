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

/** What a listing with a cursor says of itself (docs/facts/genesys.md section 9.3). */
interface CursorListing<T> {
  readonly entities: readonly T[];
  readonly nextUri?: string;
}

/**
 * Reads all pages of a list whose pages have no numbers: the cursor of the next one is the `after` of `nextUri`
 * (docs/facts/genesys.md section 9.3). Of that address nothing else is used. Throws `OrgError`.
 */
export async function allCursorPages<T>(org: Org, path: string, reads: ShapeOf<T>): Promise<T[]> {
  const all: T[] = [];
  let cursor = '';
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = `${path}?pageSize=${PAGE}${cursor === '' ? '' : `&after=${encodeURIComponent(cursor)}`}`;
    const listing = await org.read<CursorListing<T>>('GET', page, listingOf(reads) as ShapeOf<CursorListing<T>>);
    all.push(...listing.entities);
    const next = new URLSearchParams(listing.nextUri?.split('?')[1] ?? '').get('after') ?? '';
    if (listing.entities.length === 0 || next === '' || next === cursor) return all;
    cursor = next;
  }
  throw new OrgError(`GET ${path}: does not end within ${MAX_PAGES} pages`, 0);
}

const listingOf = (reads: Shape): Shape => ({ entities: [reads], 'pageCount?': 'number', 'nextUri?': 'string' });

/** A page with fewer entities than asked for is no sign: a listing may have a maximum of its own. */
function isLast({ entities, pageCount, nextUri }: EntityListing<unknown>, pageNumber: number): boolean {
  if (entities.length === 0) return true;
  return pageCount === undefined ? nextUri === undefined : pageNumber >= pageCount;
}
