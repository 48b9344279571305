import { type AnyNode, getLineInfo, type Node, type Program, parse } from 'acorn';
import { simple } from 'acorn-walk';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import { formatPosition, type SourcePositions } from './source-positions.ts';

/** The findings of one walk over the syntax tree of a bundle. */
export interface ScriptSyntax {
  readonly program: Program;
  /** Variables of the bundle that hold a k6 module or one of its exports. */
  readonly bound: ReadonlyMap<string, Binding>;
  /** The first assignment to a built-in, if there is one. */
  readonly changed: { readonly name: string; readonly node: Node } | undefined;
}

/**
 * Parses the bundle; refuses, by name and place, syntax that k6's JavaScript engine does not have (docs/facts/k6.md,
 * section 3).
 */
export function parseBundle(code: string, positions: SourcePositions): ScriptSyntax {
  const program = parseAsEs2022(code, positions);
  const bound = new Map<string, Binding>();
  let changed: ScriptSyntax['changed'];
  const refuse = (node: Node, what: string) => {
    throw new RunEnd(
      ExitCode.scriptException,
      `${placeInScript(code, node.start, positions)}: ${what} is not in k6's JavaScript engine`,
    );
  };
  simple(program, {
    ForOfStatement: (node) => {
      if (node.await) refuse(node, '`for await`');
    },
    Function: (node) => {
      if (node.async && node.generator) refuse(node, 'an async generator');
    },
    Literal: (node) => {
      if (!node.regex) return;
      const { flags, pattern } = node.regex;
      if (/[dv]/.test(flags)) refuse(node, `the regular expression flag "${flags.includes('d') ? 'd' : 'v'}"`);
      if (flags.includes('u') && /\\[pP]\{/.test(pattern)) refuse(node, 'the regular expression escape \\p{}');
    },
    VariableDeclarator: (node) => bind(bound, node.id, node.init),
    AssignmentExpression: (node) => {
      bind(bound, node.left, node.right);
      const name = changedBuiltin(node.left);
      if (name !== undefined && (changed === undefined || node.start < changed.node.start)) changed = { name, node };
    },
  });
  return { program, bound, changed };
}

/** Parses what Sobek parses. Throws a RunEnd 107 for newer syntax, and for what is no JavaScript at all. */
function parseAsEs2022(code: string, positions: SourcePositions): Program {
  try {
    return parse(code, { ecmaVersion: 2022, sourceType: 'script', allowReturnOutsideFunction: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message, pos } = error as SyntaxError & { readonly pos: number };
    // acorn's message ends with the place in the bundle.
    const what = message.replace(/ \(\d+:\d+\)$/, '');
    throw new RunEnd(
      ExitCode.scriptException,
      `${placeInScript(code, pos, positions)}: ${what} (k6's JavaScript engine has ES2022)`,
    );
  }
}

/** A k6 module, or one export of it, that a variable of the bundle holds. */
export interface Binding {
  readonly module: string;
  readonly member: string | undefined;
}

function bind(bound: Map<string, Binding>, name: AnyNode, value: AnyNode | null | undefined): void {
  if (name.type !== 'Identifier' || value?.type !== 'CallExpression') return;
  if (value.callee.type !== 'Identifier' || value.callee.name !== '__k6') return;
  const [module, member] = value.arguments.map((argument) => (argument.type === 'Literal' ? argument.value : ''));
  bound.set(name.name, { module: String(module), member: member === undefined ? undefined : String(member) });
}

/** The name of the built-in in `globalThis.x = …` or `Array.prototype.x = …`, which VUs of one realm may not change. */
function changedBuiltin(target: AnyNode): string | undefined {
  if (target.type !== 'MemberExpression') return undefined;
  const { object } = target;
  if (object.type === 'Identifier' && (object.name === 'globalThis' || object.name === 'global')) return object.name;
  if (object.type !== 'MemberExpression' || object.object.type !== 'Identifier') return undefined;
  const isPrototype = object.property.type === 'Identifier' && object.property.name === 'prototype';
  const { name } = object.object;
  return isPrototype && /^(Array|Object|String|Number|Map|Set|Promise|Function|Date|RegExp)$/.test(name)
    ? `${name}.prototype`
    : undefined;
}

/** `script.ts:12:5` of an offset in the bundle, as the script was written. */
export function placeInScript(code: string, start: number, positions: SourcePositions): string {
  const { line, column } = getLineInfo(code, start);
  const found = positions.original(line, column + 1);
  return found ? formatPosition(found) : 'the script';
}
