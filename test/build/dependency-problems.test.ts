import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dependencyProblems, type LockedPackage, type Lockfile } from '../../build/dependency-problems.ts';

const SOUND = { version: '1.0.0', integrity: `sha512-${'a'.repeat(86)}==`, license: 'MIT' };
const lock = (packages: Record<string, LockedPackage>, lockfileVersion = 3): Lockfile => ({
  lockfileVersion,
  packages,
});
const nothing = () => undefined;

/** What is found in a lockfile of one dependency `a`. */
function found(changes: LockedPackage, stated?: string): string[] {
  const locked = lock({ 'node_modules/a': { ...SOUND, ...changes } });
  return dependencyProblems(locked, locked, () => stated);
}

describe('the dependencies of this repository', () => {
  it('are sound as they are locked', () => {
    const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
    expect(dependencyProblems(locked, locked, nothing)).toEqual([]);
  });
});

describe('a dependency', () => {
  it.each(['MIT', 'Apache-2.0', 'BSD-3-Clause', '0BSD', '(MIT OR GPL-3.0)', 'AGPL-3.0 OR MIT', 'MIT AND ISC'])(
    'may have the licence %s',
    (license) => expect(found({ license })).toEqual([]),
  );

  it.each([
    'AGPL-3.0',
    'GPL-3.0',
    'MPL-2.0',
    'CC-BY-4.0',
    'UNLICENSED',
    'MIT AND GPL-3.0',
    '(MIT OR GPL-3.0) AND GPL-2.0',
  ])('may not have the licence %s', (license) =>
    expect(found({ license })).toEqual([expect.stringContaining(`node_modules/a: licence ${license}; allowed: MIT,`)]),
  );

  it('may not be without a licence, nor state another itself than the lockfile does', () => {
    const { license: _, ...none } = SOUND;
    const locked = lock({ 'node_modules/a': none });
    expect(dependencyProblems(locked, locked, nothing)).toEqual([expect.stringContaining('licence not stated')]);
    expect(found({}, 'AGPL-3.0')).toEqual([expect.stringContaining('licence AGPL-3.0')]);
  });

  it('has an exception by its name, and in a folder below as well', () => {
    const license = 'MPL-2.0';
    for (const path of ['node_modules/lightningcss', 'node_modules/b/node_modules/lightningcss-linux-x64-gnu']) {
      const locked = lock({ [path]: { ...SOUND, license } });
      expect(dependencyProblems(locked, locked, nothing)).toEqual([]);
    }
    const other = lock({ 'node_modules/lightningcss': { ...SOUND, license: 'GPL-3.0' } });
    expect(dependencyProblems(other, other, nothing)).toHaveLength(1);
  });

  it.each<[string, LockedPackage]>([
    ['no digest', { integrity: '' }],
    ['a weak digest', { integrity: 'sha1-abc=' }],
    ['another registry', { resolved: 'https://example.com/a.tgz' }],
    ['a git repository', { resolved: 'git+ssh://git@github.com/a/a.git#1' }],
  ])('may not have %s', (_, changes) => expect(found(changes)).toHaveLength(1));

  it('is installed as it is locked, and nothing else is', () => {
    const locked = lock({ '': {}, 'packages/ours': {}, 'node_modules/ours': { link: true }, 'node_modules/a': SOUND });
    const there = lock({ 'node_modules/a': { ...SOUND, version: '1.0.1' }, 'node_modules/b': SOUND });
    expect(dependencyProblems(locked, there, nothing)).toEqual([
      'node_modules/a: 1.0.1 is installed, 1.0.0 locked; npm ci mends it',
      'node_modules/b: installed, and not in package-lock.json; npm ci mends it',
    ]);
  });
});

describe('a lockfile', () => {
  it('has dependencies, and the version that is understood', () => {
    const none = lock({}, 2);
    expect(dependencyProblems(none, none, nothing)).toEqual(['lockfileVersion 2; allowed: 3', 'no dependency in it']);
  });
});
