import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { type Node, parse } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { analyze } from 'eslint-scope';
import type { Bundle } from './bundle.ts';
import { K6_GLOBALS } from './k6-globals.ts';

/** Code that k6's engine would not run, or a name that it would not find, with its original place. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/**
 * Names in code that is bundled and never called. They are in zod's formats for addresses, files and base64, which
 * `lib/plan` does not use for that reason.
 */
const NEVER_CALLED: readonly [file: RegExp, names: ReadonlySet<string>][] = [
  [/node_modules\/zod\//, new Set(['URL', 'File', 'atob', 'btoa', 'navigator'])],
];

/** Syntax newer than this does not parse there at all. */
const ECMA_VERSION = 2022;

/** Checks a bundle against docs/facts/k6.md section 3: syntax, globals and imports. */
export function problemsOf(bundle: Bundle): Problem[] {
  const positions = new TraceMap(bundle.map);
  const problems: Problem[] = [];
  const report = (line: number, column: number, says: string) => {
    const original = originalPositionFor(positions, { line, column });
    problems.push({ file: original.source ?? `${bundle.name}.js`, line: original.line ?? line, says });
  };
  let program: ReturnType<typeof parse>;
  try {
    program = parse(bundle.code, { ecmaVersion: ECMA_VERSION, sourceType: 'module', locations: true, ranges: true });
  } catch (error) {
    const { loc, message } = error as SyntaxError & { loc?: { line: number; column: number } };
    report(loc?.line ?? 1, loc?.column ?? 0, `syntax that k6 does not run: ${message}`);
    return problems;
  }
  const typeofs = new Set<Node>();
  fullAncestor(program, (node) => {
    const says = unsupported(node);
    if (says !== undefined) report(node.loc?.start.line ?? 1, node.loc?.start.column ?? 0, says);
    const { operator, argument } = node as Node & { operator?: string; argument?: Node };
    if (operator === 'typeof' && argument !== undefined) typeofs.add(argument);
  });
  const scopes = analyze(program as never, { ecmaVersion: ECMA_VERSION, sourceType: 'module' });
  for (const { identifier } of scopes.globalScope?.through ?? []) {
    if (K6_GLOBALS.has(identifier.name) || typeofs.has(identifier as unknown as Node)) continue;
    const { line, column } = identifier.loc?.start ?? { line: 1, column: 0 };
    const { source } = originalPositionFor(positions, { line, column });
    if (NEVER_CALLED.some(([file, names]) => file.test(source ?? '') && names.has(identifier.name))) continue;
    report(line, column, `${identifier.name} is not a global in k6`);
  }
  return problems;
}

/** Why k6 does not support a piece of syntax that parses; undefined where it does. */
function unsupported(node: Node): string | undefined {
  const it = node as Node & {
    async?: boolean;
    generator?: boolean;
    await?: boolean;
    regex?: { pattern: string; flags: string };
    source?: { value?: unknown };
    static?: boolean;
    value?: Node | null;
  };
  switch (node.type) {
    case 'ForOfStatement':
      return it.await ? 'for await is not supported in k6' : undefined;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return it.async && it.generator ? 'async generators are not supported in k6' : undefined;
    case 'ImportExpression':
      return 'import() is not supported in k6: a bundle is one file';
    case 'ImportDeclaration':
      return /^k6(\/|$)/.test(String(it.source?.value))
        ? undefined
        : `import of ${it.source?.value}: only k6 and k6/* exist`;
    case 'PropertyDefinition':
      return it.static || !it.value || !arrowTakesThis(it.value)
        ? undefined
        : 'an arrow function with this as the first value of a field breaks in k6 when the constructor is given anything: set it there';
    case 'Literal':
      return it.regex === undefined ? undefined : unsupportedRegex(it.regex);
    default:
      return undefined;
  }
}

/**
 * Whether an arrow function in the value captures the surrounding `this`. As the first value of a class field that
 * confuses Sobek: `new` with an argument throws a TypeError, or ends k6 with a Go panic (seen with Sobek of
 * 2026-04-29).
 */
function arrowTakesThis(value: Node): boolean {
  let takes = false;
  fullAncestor(value, (node, _state, ancestors) => {
    if (node.type !== 'ThisExpression') return;
    const within = [...ancestors].reverse();
    const own = within.findIndex(({ type }) => /^(Function|Class)/.test(type));
    takes ||= within.slice(0, own < 0 ? undefined : own).some(({ type }) => type === 'ArrowFunctionExpression');
  });
  return takes;
}

function unsupportedRegex({ pattern, flags }: { pattern: string; flags: string }): string | undefined {
  if (/[dv]/.test(flags)) return `the regular expression flag ${flags} is not supported in k6`;
  return /\\p\{/i.test(pattern) ? 'regular expression property escapes are not supported in k6' : undefined;
}
