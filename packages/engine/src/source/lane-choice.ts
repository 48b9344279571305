import type { AnyNode, Node } from 'acorn';
import { ancestor } from 'acorn-walk';
import type { Lane } from '../contract/script.ts';
import type { SourcePositions } from './source-positions.ts';
import { type Binding, placeInScript, type ScriptSyntax } from './syntax.ts';

/** Calls that block in k6, by module. */
const blocking: Readonly<Record<string, ReadonlySet<string>>> = {
  k6: new Set(['sleep']),
  'k6/http': new Set(['get', 'head', 'post', 'put', 'patch', 'del', 'options', 'request', 'batch']),
  'k6/ws': new Set(['connect']),
};

/** Methods that block whatever they belong to, since only responses of k6/http have them. */
const blockingMethods = new Set(['submitForm', 'clickLink']);

export interface LaneChoice {
  readonly lane: Lane;
  readonly reason: string;
  /** False when the script makes no blocking call. */
  readonly blocks?: boolean;
}

/** Chooses the lane of a script: async when each blocking call is awaited where it is made, worker otherwise. */
export function chooseLane(
  code: string,
  { program, bound, changed }: ScriptSyntax,
  positions: SourcePositions,
  required: ReadonlySet<string>,
): LaneChoice {
  for (const module of required) {
    if (module in blocking) return { lane: 'worker', reason: `require("${module}") hides which calls block` };
  }
  const worker = (node: Node, reason: string): LaneChoice => ({
    lane: 'worker',
    reason: `${reason} at ${placeInScript(code, node.start, positions)}`,
  });
  if (changed !== undefined) return worker(changed.node, `${changed.name} is changed`);
  let count = 0;
  let found: LaneChoice | undefined;
  ancestor(program, {
    CallExpression: (node, _state, ancestors) => {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (!blockingMethods.has(callee.property.name)) return;
      count += 1;
      if (!isAwaited(ancestors)) found ??= worker(node, `${callee.property.name} is not awaited`);
    },
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
