import { type ExportSpecifier, type ImportDeclaration, type ImportSpecifier, parse } from 'acorn';

/** A name that a module imports. `imported` is `default`, `*` for the whole module, or a name. */
export interface Import {
  readonly from: string;
  readonly imported: string;
  readonly local: string;
}

/** The parts of an ES module that esbuild has written. */
export interface ModuleParts {
  readonly imports: readonly Import[];
  /** The code without imports and exports. Each line keeps its number. */
  readonly body: string;
  /** Exported name to local name. */
  readonly exports: ReadonlyMap<string, string>;
}

export function takeApart(code: string): ModuleParts {
  const imports: Import[] = [];
  const exports = new Map<string, string>();
  let body = code;
  const blank = (start: number, end: number) => {
    body = body.slice(0, start) + body.slice(start, end).replace(/[^\n]/g, ' ') + body.slice(end);
  };
  for (const node of parse(code, { ecmaVersion: 2022, sourceType: 'module' }).body) {
    if (node.type === 'ImportDeclaration') {
      imports.push(...importsOf(node));
      blank(node.start, node.end);
    } else if (node.type === 'ExportNamedDeclaration' && !node.declaration) {
      for (const { exported, local } of node.specifiers) exports.set(nameOf(exported), nameOf(local));
      blank(node.start, node.end);
    }
  }
  return { imports, body, exports };
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
