/** The part of `package-lock.json` that is looked at; `node_modules/.package-lock.json` has the same shape. */
export interface Lockfile {
  readonly lockfileVersion: number;
  /** By path; '' and the paths outside of `node_modules` are our own. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  /** Set where the path leads to a workspace of ours. */
  readonly link?: boolean;
}

/** SPDX identifiers that a dependency may have. None of them asks anything of a program that uses it. */
const ALLOWED = new Set([
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
]);

/**
 * Dependencies that may have another licence, and why. All of them are there for development alone; neither is changed,
 * nor passed on. A new one is a decision, not a line that is added in passing.
 */
const EXCEPTIONS: readonly { readonly name: RegExp; readonly license: string; readonly why: string }[] = [
  { name: /^lightningcss(-[a-z0-9-]+)?$/, license: 'MPL-2.0', why: 'vite, which vitest runs on, takes it' },
  { name: /^caniuse-lite$/, license: 'CC-BY-4.0', why: 'data of browserslist, which Stryker takes through Babel' },
];

const REGISTRY = 'https://registry.npmjs.org/';
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * What is wrong with the dependencies, a line each: a licence that is not allowed, a package without a SHA-512 of its
 * archive or from elsewhere than npm's registry, and one that is installed in another form than it is locked.
 *
 * @param installed `node_modules/.package-lock.json`, where npm writes down what it put there
 * @param licenseOf the licence that an installed package states itself, or undefined where it is not installed
 */
export function dependencyProblems(
  locked: Lockfile,
  installed: Lockfile,
  licenseOf: (path: string) => string | undefined,
): string[] {
  const theirs = Object.entries(locked.packages).filter(([path, { link }]) => isTheirs(path) && link !== true);
  const strange = Object.keys(installed.packages).filter((path) => isTheirs(path) && !(path in locked.packages));
  return [
    ...(locked.lockfileVersion === 3 ? [] : [`lockfileVersion ${locked.lockfileVersion}; allowed: 3`]),
    ...(theirs.length === 0 ? ['no dependency in it'] : []),
    ...theirs.flatMap(([path, entry]) => [
      ...originProblems(path, entry),
      ...installedProblems(path, entry, installed.packages[path]),
      ...licenseProblems(path, entry.license, licenseOf(path)),
    ]),
    ...strange.map((path) => `${path}: installed, and not in package-lock.json; npm ci mends it`),
  ];
}

const isTheirs = (path: string): boolean => /(^|\/)node_modules\//.test(path);

function originProblems(path: string, { resolved, integrity = '' }: LockedPackage): string[] {
  const isElsewhere = resolved !== undefined && !resolved.startsWith(REGISTRY);
  return [
    ...(SHA512.test(integrity) ? [] : [`${path}: integrity "${integrity}"; allowed: a SHA-512`]),
    ...(isElsewhere ? [`${path}: from ${resolved}; allowed: ${REGISTRY}`] : []),
  ];
}

/** A package for another platform is not installed. */
function installedProblems(path: string, locked: LockedPackage, there: LockedPackage | undefined): string[] {
  if (there === undefined || (there.version === locked.version && there.integrity === locked.integrity)) return [];
  return [`${path}: ${there.version} is installed, ${locked.version} locked; npm ci mends it`];
}

function licenseProblems(path: string, locked: string | undefined, stated: string | undefined): string[] {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const licenses = new Set([locked, ...(stated === undefined ? [] : [stated])]);
  return [...licenses]
    .filter((license) => license === undefined || !(isAllowed(license) || isException(name, license)))
    .map((license) => `${path}: licence ${license ?? 'not stated'}; allowed: ${[...ALLOWED].join(', ')}`);
}

const isException = (name: string, license: string): boolean =>
  EXCEPTIONS.some((one) => one.name.test(name) && one.license === license);

/**
 * Whether an SPDX expression allows what we do: of `OR` one part has to, of `AND` all. An expression of both is none that
 * a package has yet, and is not allowed.
 */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1').trim();
  if (plain.includes('(') || (/ OR /.test(plain) && / AND /.test(plain))) return false;
  if (/ OR /.test(plain)) return plain.split(' OR ').some((part) => ALLOWED.has(part.trim()));
  return plain.split(' AND ').every((part) => ALLOWED.has(part.trim()));
}
