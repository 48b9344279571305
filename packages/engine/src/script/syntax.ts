import { type AnyNode, getLineInfo, type Node, type Program, parse } from 'acorn';
import { ancestor, simple } from 'acorn-walk';
import { ExitCode, type Lane, RunEnd } from '../contract.ts';
import { format, type Positions } from './positions.ts';

/** Calls that block in k6, by module. */
const blocking: Readonly<Record<string, ReadonlySet<string>>> = {
  k6: new Set(['sleep']),
  'k6/http': new Set(['get', 'head', 'post', 'put', 'patch', 'del', 'options', 'request', 'batch']),
  'k6/ws': new Set(['connect']),
};

/** What one walk over a bundle finds. */
export interface Syntax {
  readonly program: Program;
  /** Variables of the bundle that hold a k6 module or one of its exports. */
  readonly bound: ReadonlyMap<string, Binding>;
  /** The first built-in that the script changes. */
  readonly changed: { readonly name: string; readonly node: Node } | undefined;
}

/** Parses the bundle; refuses, by name and place, syntax that k6's JavaScript engine does not have (k6.md section 3). */
export function parseBundle(code: string, positions: Positions): Syntax {
  const program = parseAsEs2022(code, positions);
  const bound = new Map<string, Binding>();
  let changed: Syntax['changed'];
  const refuse = (node: Node, what: string) => {
    throw new RunEnd(
      ExitCode.scriptException,
      `${place(code, node.start, positions)}: ${what} is not in k6's JavaScript engine`,
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
function parseAsEs2022(code: string, positions: Positions): Program {
  try {
    return parse(code, { ecmaVersion: 2022, sourceType: 'script', allowReturnOutsideFunction: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message, pos } = error as SyntaxError & { readonly pos: number };
    // acorn ends it with the place in the bundle.
    const what = message.replace(/ \(\d+:\d+\)$/, '');
    throw new RunEnd(
      ExitCode.scriptException,
      `${place(code, pos, positions)}: ${what} (k6's JavaScript engine has ES2022)`,
    );
  }
}

export interface LaneChoice {
  readonly lane: Lane;
  readonly reason: string;
  /** False when the script makes no blocking call. */
  readonly blocks?: boolean;
}

/** The lane that suits the script: async when each blocking call is awaited where it is made, worker otherwise. */
export function chooseLane(
  code: string,
  { program, bound, changed }: Syntax,
  positions: Positions,
  required: ReadonlySet<string>,
): LaneChoice {
  for (const module of required) {
    if (module in blocking) return { lane: 'worker', reason: `require("${module}") hides which calls block` };
  }
  const worker = (node: Node, reason: string): LaneChoice => ({
    lane: 'worker',
    reason: `${reason} at ${place(code, node.start, positions)}`,
  });
  if (changed !== undefined) return worker(changed.node, `${changed.name} is changed`);
  let count = 0;
  let found: LaneChoice | undefined;
  ancestor(program, {
    Identifier: (node, _state, ancestors) => {
      const use = bound.get(node.name) && useOf(bound.get(node.name), ancestors);
      if (!use) return;
      count += 1;
      if (!use.awaited) found ??= worker(node, `${use.name} ${use.called ? 'is not awaited' : 'is passed on'}`);
    },
  });
  if (found) return found;
  if (count === 0) return { lane: 'async', reason: 'no blocking calls', blocks: false };
  return { lane: 'async', reason: 'every blocking call is awaited' };
}

interface Binding {
  readonly module: string;
  readonly member: string | undefined;
}

function bind(bound: Map<string, Binding>, name: AnyNode, value: AnyNode | null | undefined): void {
  if (name.type !== 'Identifier' || value?.type !== 'CallExpression') return;
  if (value.callee.type !== 'Identifier' || value.callee.name !== '__k6') return;
  const [module, member] = value.arguments.map((argument) => (argument.type === 'Literal' ? argument.value : ''));
  bound.set(name.name, { module: String(module), member: member === undefined ? undefined : String(member) });
}

interface Use {
  readonly name: string;
  readonly called: boolean;
  readonly awaited: boolean;
}

function useOf(binding: Binding | undefined, ancestors: readonly AnyNode[]): Use | undefined {
  const calls = binding && blocking[binding.module];
  if (!calls) return undefined;
  let depth = ancestors.length - 1;
  let name = binding.member;
  if (name === undefined) {
    const parent = ancestors[depth - 1];
    if (parent?.type !== 'MemberExpression' || parent.object !== ancestors[depth]) {
      return { name: binding.module, called: false, awaited: false };
    }
    depth -= 1;
    const known = !parent.computed && parent.property.type === 'Identifier' ? parent.property.name : undefined;
    if (known !== undefined && !calls.has(known)) return undefined;
    name = `${binding.module.replace('k6/', '')}.${known ?? '[…]'}`;
  } else if (!calls.has(name)) return undefined;
  const call = ancestors[depth - 1];
  const called = call?.type === 'CallExpression' && call.callee === ancestors[depth];
  return { name, called, awaited: called && isAwaited(ancestors.slice(0, depth)) };
}

/** Whether the value of the last node is awaited by the function that it stands in. */
function isAwaited(ancestors: readonly AnyNode[]): boolean {
  for (let depth = ancestors.length - 2; depth >= 0; depth -= 1) {
    const node = ancestors[depth];
    switch (node?.type) {
      case 'AwaitExpression':
        return true;
      case 'CallExpression':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'ReturnStatement':
        break;
      case 'BlockStatement':
        return ancestors[depth + 1]?.type === 'ReturnStatement' && asyncAround(ancestors.slice(0, depth));
      case 'ArrowFunctionExpression':
        return node.async;
      default:
        return ancestors[depth + 1]?.type === 'ReturnStatement' && asyncAround(ancestors.slice(0, depth + 1));
    }
  }
  return false;
}

function asyncAround(ancestors: readonly AnyNode[]): boolean {
  for (const node of [...ancestors].reverse()) {
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') return node.async;
    if (node.type === 'ArrowFunctionExpression') return node.async;
  }
  return false;
}

/** `globalThis.x = …` or `Array.prototype.x = …`: what VUs that share a realm may not do. */
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

function place(code: string, start: number, positions: Positions): string {
  const { line, column } = getLineInfo(code, start);
  const found = positions.original(line, column + 1);
  return found ? format(found) : 'the script';
}
