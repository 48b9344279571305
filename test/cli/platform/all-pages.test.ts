import { describe, expect, it } from 'vitest';
import { allPages } from '../../../cli/platform/all-pages.ts';
import type { Org } from '../../../cli/platform/org.ts';
import { misfit, type Shape } from '../../../lib/genesys/platform/shape.ts';

/** An org whose listing of `count` entities has pages of at most `max`, and says by `more` whether there are more. */
function orgWith(count: number, max: number, more: (page: number, pages: number) => object) {
  const asked: string[] = [];
  const read = async (_: string, path: string, reads: Shape) => {
    asked.push(path);
    const query = new URL(path, 'http://x').searchParams;
    const page = Number(query.get('pageNumber'));
    const ids = Array.from({ length: count }, (_, index) => ({ id: `${index}` })).slice((page - 1) * max, page * max);
    const listing = { entities: ids, ...more(page, Math.ceil(count / max)) };
    expect(misfit(reads, listing)).toBeUndefined();
    return listing;
  };
  return { org: { read } as unknown as Org, asked };
}

const byUri = (page: number, pages: number) => (page < pages ? { nextUri: `/api/v2/x?pageNumber=${page + 1}` } : {});
const byCount = (_: number, pages: number) => ({ pageCount: pages, total: 1 });

describe('a listing of many pages', () => {
  it.each<[string, number, number, typeof byUri | typeof byCount]>([
    ['that only says that there is another page, as the members of a queue', 250, 100, byUri],
    ['that says how many pages there are', 250, 100, byCount],
    ['whose maximum is below the page size asked for', 130, 25, byUri],
    ['whose last page is full', 200, 100, byUri],
    ['that is empty', 0, 100, byUri],
  ])('a listing is read whole: one %s', async (_, count, max, more) => {
    const { org, asked } = orgWith(count, max, more);
    const all = await allPages<{ id: string }>(org, '/api/v2/x?joined=true', { id: 'string' });
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => `${index}`));
    expect(asked).toHaveLength(Math.max(1, Math.ceil(count / max)));
  });

  it('a listing that never ends is given up, and says so', async () => {
    const read = async () => ({ entities: [{ id: 'a' }], nextUri: '/again' });
    await expect(allPages({ read } as unknown as Org, '/api/v2/x', { id: 'string' })).rejects.toThrow(
      /^GET \/api\/v2\/x: does not end within 10000 pages$/,
    );
  });
});
