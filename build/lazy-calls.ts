import { type CallExpression, type Node, type Position, type Program, parse } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { importsOf, type Range } from './module-parts.ts';

/**
 * A call of an imported function in a script. The top level of a script runs once for every VU, and in k6's engine
 * each function that stays alive there costs about 0.7 KB (measured on Sobek). So the module of an imported function
 * is made where the function is called: it becomes the body of a function around the call.
 * - A call inside a function makes the module at its first call and keeps it, so that a VU that plays a customer
 * never pays for an agent.
 * - A call at the top level makes the module, calls it, and leaves it to the garbage collector.
 * No list has to be kept: an import that is used in any other way than by a call is an error.
 */
export interface LazyCall {
  /** The name of the imported function in the script, and in its module. */
  readonly callee: string;
  readonly imported: string;
  /** The specifier as the script writes it, such as `../lib/play/setup.ts`. */
  readonly from: string;
  /** The range of the callee in the code. */
  readonly start: number;
  readonly end: number;
  /** The end of the call, and its first argument where that is a string. */
  readonly callEnd: number;
  readonly text: string | undefined;
  /** The call is inside a function of the script, so the module is kept. */
  readonly kept: boolean;
}

/** A script uses an import in another way than by a call. */
export class EagerImport extends Error {
  /** The place in the code that was checked: lines from 1, columns from 0. */
  readonly position: Position;
  constructor({ loc }: Node, message: string) {
    super(message);
    this.position = loc?.start ?? { line: 1, column: 0 };
  }
}

/** The import declarations of a script, and the calls of what they import, both in order. */
export interface ScriptImports {
  readonly declarations: readonly Range[];
  readonly calls: readonly LazyCall[];
}

/** Finds the imports of a script and their calls; `code` is JavaScript. Throws an `EagerImport`. */
export function scriptImports(code: string): ScriptImports {
  const program = parse(code, { ecmaVersion: 2022, sourceType: 'module', locations: true });
  const imports = importedNames(program);
  refuseExports(program, imports);
  const calls: LazyCall[] = [];
  fullAncestor(program, (node, _state, ancestors) => {
    if (node.type !== 'Identifier') return;
    const { name } = node as Node & { name: string };
    const source = imports.get(name);
    const parent = ancestors.at(-2) as (Node & Partial<Pick<CallExpression, 'callee' | 'arguments'>>) | undefined;
    if (source === undefined || parent?.type.startsWith('Import')) return;
    if (parent?.type !== 'CallExpression' || parent.callee !== node) {
      throw notCalled(node, name, source.from);
    }
    const kept = ancestors.some(({ type }) => /Function/.test(type));
    const [first] = parent.arguments ?? [];
    const text = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined;
    calls.push({ callee: name, ...source, start: node.start, end: node.end, callEnd: parent.end, text, kept });
  });
  const declarations = program.body.filter(({ type }) => type === 'ImportDeclaration');
  return { declarations, calls: calls.sort((a, b) => a.start - b.start) };
}

type Imported = ReadonlyMap<string, { readonly from: string; readonly imported: string }>;

function notCalled(node: Node, name: string, from: string): EagerImport {
  return new EagerImport(node, `${name} of ${from} is not called: what a script imports is made where it is called`);
}

/** Throws where a script exports an import: its module would be made in every VU. */
function refuseExports({ body }: Program, imports: Imported): void {
  for (const node of body) {
    if (node.type !== 'ExportNamedDeclaration' && node.type !== 'ExportAllDeclaration') continue;
    if (node.source) {
      const from = String(node.source.value);
      throw new EagerImport(node, `${from} is exported from: a script exports functions of its own`);
    }
    for (const { local } of node.type === 'ExportNamedDeclaration' ? node.specifiers : []) {
      const source = local.type === 'Identifier' ? imports.get(local.name) : undefined;
      if (local.type === 'Identifier' && source !== undefined) throw notCalled(local, local.name, source.from);
    }
  }
}

function importedNames(program: Program): Imported {
  const names = new Map<string, { from: string; imported: string }>();
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    const found = importsOf(node);
    const from = String(node.source.value);
    if (found.length === 0) {
      throw new EagerImport(node, `${from} is imported for its side effects: every VU would pay for them`);
    }
    for (const { local, imported } of found) {
      if (!from.startsWith('.') || imported === '*') {
        throw new EagerImport(node, `${local} of ${from}: a script imports functions of lib and thresholds by name`);
      }
      names.set(local, { from, imported });
    }
  }
  return names;
}
