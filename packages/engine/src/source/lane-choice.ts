import type { AnyNode, Node } from 'acorn';
import { ancestor } from 'acorn-walk';
import type { LaneChoice } from '../contract/script.ts';
import { ReachableCode } from './reachable-code.ts';
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

/** The functions of a script that no scenario runs. */
const LIFECYCLE = new Set(['setup', 'teardown', 'handleSummary', 'options']);

/** The lanes of a script's functions. */
export interface ScriptLanes {
  of(exported: string): LaneChoice;
  /** Whether a function that a scenario may run has the async lane. */
  readonly isAnyAsync: boolean;
  /** Whether a function of the async lane makes blocking calls. */
  readonly blocks: boolean;
}

/** A place where a script makes a blocking call. */
interface BlockingUse {
  readonly node: Node;
  /** Why the lane is the worker lane; undefined where the call is awaited. */
  readonly unawaited: string | undefined;
}

/**
 * Chooses the lane of each exported function: async when each blocking call that it may come to is awaited where it is made,
 * worker otherwise. Setup, teardown and handleSummary follow the rest to the worker lane when no scenario can run elsewhere.
 */
export function chooseLanes(
  code: string,
  syntax: ScriptSyntax,
  positions: SourcePositions,
  required: ReadonlySet<string>,
): ScriptLanes {
  const worker = (node: Node, reason: string): LaneChoice => ({
    lane: 'worker',
    reason: `${reason} at ${placeInScript(code, node.start, positions)}`,
  });
  for (const module of required) {
    if (module in blocking) return oneLane({ lane: 'worker', reason: `require("${module}") hides which calls block` });
  }
  const { changed } = syntax;
  if (changed !== undefined) return oneLane(worker(changed.node, `${changed.name} is changed`));
  const choose = (uses: readonly BlockingUse[]): LaneChoice => {
    for (const { node, unawaited } of uses) if (unawaited !== undefined) return worker(node, unawaited);
    if (uses.length === 0) return { lane: 'async', reason: 'no blocking calls', blocks: false };
    return { lane: 'async', reason: 'every blocking call is awaited' };
  };
  const uses = blockingUses(syntax);
  const whole = choose(uses);
  if (whole.lane === 'async') return oneLane(whole);
  const reachable = new ReachableCode(syntax);
  const of = (exported: string) => {
    const statements = reachable.from(exported);
    if (!statements) return whole;
    const isReached = ({ node }: BlockingUse) => statements.has(reachable.statementOf(node));
    return choose(uses.filter(isReached));
  };
  const { exported } = reachable;
  const isAnyAsync = exported.some((name) => !LIFECYCLE.has(name) && of(name).lane === 'async');
  if (!isAnyAsync) return oneLane(whole);
  return { of, isAnyAsync, blocks: exported.some((name) => of(name).lane === 'async' && of(name).blocks !== false) };
}

/** One lane for the whole script. */
export function oneLane(choice: LaneChoice): ScriptLanes {
  return { of: () => choice, isAnyAsync: choice.lane === 'async', blocks: choice.blocks !== false };
}

function blockingUses({ program, bound }: ScriptSyntax): readonly BlockingUse[] {
  const uses: BlockingUse[] = [];
  ancestor(program, {
    CallExpression: (node, _state, ancestors) => {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      const { name } = callee.property;
      if (!blockingMethods.has(name)) return;
      uses.push({ node, unawaited: isAwaited(ancestors) ? undefined : `${name} is not awaited` });
    },
    Identifier: (node, _state, ancestors) => {
      const use = useOf(bound.get(node.name), ancestors);
      if (!use) return;
      const why = `${use.name} ${use.called ? 'is not awaited' : 'is passed on'}`;
      uses.push({ node, unawaited: use.awaited ? undefined : why });
    },
  });
  return uses;
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
