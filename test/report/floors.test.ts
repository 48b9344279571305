import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** From the ground up. `page` runs in the browser; a kind of result stands in a room of its own. */
const FLOORS = ['read', 'fold', 'shares', 'model', 'page', 'render', 'kinds', 'history', 'output'];

const files = readdirSync('report', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.join('report', file));
/** All imports within `report/`, types included, as pairs of paths. */
const imports = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '(\.[^']+\.ts)'/g)].map(
    ([, to = '']) => [file, path.join(path.dirname(file), to)] as const,
  ),
);
const floorOf = (file: string) => FLOORS.indexOf(file.split('/')[1] ?? '');
const within = imports.filter(([, to]) => to.startsWith('report/'));

describe('the floors of the report', () => {
  it('are all named, and none is empty', () => {
    expect(new Set(readdirSync('report'))).toEqual(new Set(FLOORS));
  });

  it('import from the floors below alone', () => {
    expect(within.length).toBeGreaterThan(50);
    expect(within.filter(([from, to]) => floorOf(from) < floorOf(to))).toEqual([]);
  });

  it('keep the page of the browser to itself', () => {
    expect(
      within.filter(([from, to]) => floorOf(from) === FLOORS.indexOf('page') && floorOf(to) !== floorOf(from)),
    ).toEqual([]);
  });
});

describe('the rooms of the kinds of results', () => {
  it('import nothing from one another, and are named by nobody: they are found by name', () => {
    const roomOf = (file: string) => /^report\/kinds\/(\w+)\//.exec(file)?.[1];
    const toRooms = within.filter(([, to]) => roomOf(to) !== undefined);
    expect(toRooms.filter(([from, to]) => roomOf(from) !== roomOf(to))).toEqual([]);
  });
});

describe('the files of the report', () => {
  it('import one another in no circle, not even by type', () => {
    const open = new Map<string, 'entered' | 'left'>();
    const circles: string[] = [];
    const visit = (file: string) => {
      open.set(file, 'entered');
      for (const [from, to] of within) {
        if (from !== file) continue;
        if (open.get(to) === 'entered') circles.push(`${from} and ${to}`);
        else if (!open.has(to)) visit(to);
      }
      open.set(file, 'left');
    };
    for (const [file] of within) if (!open.has(file)) visit(file);
    expect(circles).toEqual([]);
  });
});
