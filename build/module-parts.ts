import { type ExportSpecifier, type ImportDeclaration, type ImportSpecifier, type Program, parse } from 'acorn';
import { full } from 'acorn-walk';
import { analyze } from 'eslint-scope';

/** A name that a module imports. `imported` is `default`, `*` for the whole module, or a name. */
export interface Import {
  readonly from: string;
  readonly imported: string;
  readonly local: string;
}

/** A place in the code where the name of an import stands. */
export interface Reference {
  readonly to: Import;
  readonly start: number;
  readonly end: number;
  /** `{ name }`, which stands for `{ name: name }`. */
  readonly shorthand: boolean;
}

/** A part of the code, `end` excluded. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An ES module as esbuild writes it, taken apart. */
export interface ModuleParts {
  readonly imports: readonly Import[];
  /** To the imports, in order. */
  readonly references: readonly Reference[];
  /** The rest, each line in its place. */
  readonly body: string;
  /** Exported name to local name. */
  readonly exports: ReadonlyMap<string, string>;
}

export function takeApart(code: string): ModuleParts {
  const imports: Import[] = [];
  const exports = new Map<string, string>();
  const taken: Range[] = [];
  const program = parse(code, { ecmaVersion: 2022, sourceType: 'module', ranges: true });
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      imports.push(...importsOf(node));
      taken.push(node);
    } else if (node.type === 'ExportNamedDeclaration' && !node.declaration) {
      for (const { exported, local } of node.specifiers) exports.set(nameOf(exported), nameOf(local));
      taken.push(node);
    }
  }
  return { imports, references: referencesTo(imports, program), body: blanked(code, taken), exports };
}

/** The code with these ranges replaced by spaces, so that all else stays in its place. */
export function blanked(code: string, ranges: readonly Range[]): string {
  return ranges.reduce(
    (text, { start, end }) => text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end),
    code,
  );
}

function referencesTo(imports: readonly Import[], program: Program): Reference[] {
  const scope = analyze(program as never, { ecmaVersion: 2022, sourceType: 'module' }).scopes.find(
    ({ type }) => type === 'module',
  );
  const shorthands = new Set<number>();
  full(program, (node) => {
    const { shorthand, value } = node as typeof node & { readonly shorthand?: boolean; readonly value?: typeof node };
    if (node.type === 'Property' && shorthand === true && value) shorthands.add(value.start);
  });
  const references = imports.flatMap((to) =>
    (scope?.set.get(to.local)?.references ?? []).map(({ identifier }) => {
      const [start, end] = identifier.range ?? [0, 0];
      return { to, start, end, shorthand: shorthands.has(start) };
    }),
  );
  return references.sort((a, b) => a.start - b.start);
}

export function importsOf({ source, specifiers }: ImportDeclaration): Import[] {
  const from = String(source.value);
  return specifiers.map((specifier) => {
    const local = specifier.local.name;
    if (specifier.type === 'ImportDefaultSpecifier') return { from, imported: 'default', local };
    if (specifier.type === 'ImportNamespaceSpecifier') return { from, imported: '*', local };
    return { from, imported: nameOf((specifier as ImportSpecifier).imported), local };
  });
}

function nameOf(node: ExportSpecifier['exported']): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}
