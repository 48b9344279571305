import { afterEach, describe, expect, it, vi } from 'vitest';
import { openFirst, placesOf } from '../../../lib/plan/open-file.ts';

afterEach(() => vi.unstubAllGlobals());

/** k6's `open` in a folder that holds these files, each with its own path as its text. */
function folderWith(...files: string[]): void {
  vi.stubGlobal('open', (path: string) => {
    if (files.includes(path)) return `text of ${path}`;
    throw new Error(path === 'plans' ? "open() can't be used with directories" : 'no such file');
  });
}

describe('the places of a file', () => {
  it('are beside the script, above it, beside the plan and in the working folder, and then those of its bare name', () => {
    expect(placesOf('data/set.jsonl', { plan: 'plans/my.json', folder: '/home/me' })).toEqual([
      'data/set.jsonl',
      '../data/set.jsonl',
      'plans/data/set.jsonl',
      '../plans/data/set.jsonl',
      '/home/me/data/set.jsonl',
      'set.jsonl',
      '../set.jsonl',
      'plans/set.jsonl',
      '../plans/set.jsonl',
    ]);
  });

  it('are beside an absolute plan', () => {
    expect(placesOf('set.jsonl', { plan: '/test/my.json' })).toEqual(['set.jsonl', '../set.jsonl', '/test/set.jsonl']);
  });

  it('are its own and those of its bare name where it is absolute', () => {
    expect(placesOf('/home/me/set.jsonl', { plan: '/test/my.json', folder: '/w' })).toEqual([
      '/home/me/set.jsonl',
      'set.jsonl',
      '../set.jsonl',
      '/test/set.jsonl',
    ]);
  });
});

describe('a file that a run names', () => {
  it('is found in a flat folder, as a ConfigMap is, by a path that has folders', () => {
    folderWith('my.json', 'set.jsonl');
    expect(openFirst('plans/my.json')).toBe('text of my.json');
    expect(openFirst('data/set.jsonl', { plan: 'plans/my.json' })).toBe('text of set.jsonl');
  });

  it('is the one of its whole path where there is one', () => {
    folderWith('my.json', '../plans/my.json');
    expect(openFirst('plans/my.json')).toBe('text of ../plans/my.json');
  });

  it('is undefined where it is nowhere, and refused where it is a folder', () => {
    folderWith('my.json');
    expect(openFirst('other.json')).toBeUndefined();
    expect(() => openFirst('plans')).toThrow('plans: a folder; allowed: a file');
  });
});
