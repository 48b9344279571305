import type { AnyNode, Node } from 'acorn';
import { ancestor } from 'acorn-walk';
import type { LaneChoice } from '../contract/script.ts';
import { type AwaitedCalls, awaitedCalls } from './awaited-calls.ts';
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
  /** The functions whose blocking calls are awaited for them in the async lane, and where. */
  readonly awaited?: AwaitedCalls & { readonly exports: ReadonlySet<string> };
}

/** A place where a script makes a blocking call. */
interface BlockingUse {
  readonly node: Node;
  /** Undefined where what blocks is not called but passed on. */
  readonly call: Node | undefined;
  /** Why the lane is the worker lane; undefined where the call is awaited. */
  readonly unawaited: string | undefined;
}

/**
 * Chooses the lane of each exported function: async when each blocking call that it may come to is awaited where it is made,
 * worker otherwise. With `awaits` a sync function may get the async lane too, if its calls can be awaited for it. Setup,
 * teardown and handleSummary follow the rest to the worker lane when no scenario can run elsewhere.
 */
export function chooseLanes(
  code: string,
  syntax: ScriptSyntax,
  positions: SourcePositions,
  required: ReadonlySet<string>,
  awaits = false,
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
  const awaited = awaits ? awaitedFor(syntax, reachable, uses) : undefined;
  const of = (exported: string): LaneChoice => {
    if (awaited?.exports.has(exported)) return AWAITED;
    const statements = reachable.from(exported);
    return choose(statements ? uses.filter(({ node }) => statements.has(reachable.statementOf(node))) : uses);
  };
  const { exported } = reachable;
  const isAnyAsync = exported.some((name) => !LIFECYCLE.has(name) && of(name).lane === 'async');
  if (!isAnyAsync) return oneLane(whole);
  const blocks = exported.some((name) => of(name).lane === 'async' && of(name).blocks !== false);
  return { of, isAnyAsync, blocks, ...(awaited ? { awaited } : {}) };
}

const AWAITED: LaneChoice = {
  lane: 'async',
  reason: 'threads for its VUs would take much memory, and each of its blocking calls can be awaited for it',
};

/** The functions that a scenario may run and whose blocking calls can all be awaited for them. */
function awaitedFor(syntax: ScriptSyntax, reachable: ReachableCode, uses: readonly BlockingUse[]) {
  const unawaited = uses.filter((use) => use.unawaited !== undefined);
  const passedOn = new Set(unawaited.flatMap(({ node, call }) => (call ? [] : [reachable.statementOf(node)])));
  const blocking = new Set(unawaited.flatMap(({ call }) => call ?? []));
  const exports = new Set<string>();
  const calls = new Set<Node>();
  const functions = new Set<Node>();
  for (const name of reachable.exported) {
    const passes = [...passedOn].some((statement) => reachable.from(name)?.has(statement));
    const found = LIFECYCLE.has(name) || passes ? undefined : awaitedCalls(name, syntax, reachable, blocking);
    if (!found || found.calls.size === 0) continue;
    exports.add(name);
    for (const call of found.calls) calls.add(call);
    for (const node of found.functions) functions.add(node);
  }
  return { exports, calls, functions };
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
      uses.push({ node, call: node, unawaited: isAwaited(ancestors) ? undefined : `${name} is not awaited` });
    },
    Identifier: (node, _state, ancestors) => {
      const use = useOf(bound.get(node.name), ancestors);
      if (!use) return;
      const why = `${use.name} ${use.call ? 'is not awaited' : 'is passed on'}`;
      uses.push({ node, call: use.call, unawaited: use.awaited ? undefined : why });
    },
  });
  return uses;
}

interface Use {
  readonly name: string;
  readonly call: Node | undefined;
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
      return { name: binding.module, call: undefined, awaited: false };
    }
    depth -= 1;
    const known = !parent.computed && parent.property.type === 'Identifier' ? parent.property.name : undefined;
    if (known !== undefined && !calls.has(known)) return undefined;
    name = `${binding.module.replace('k6/', '')}.${known ?? '[…]'}`;
  } else if (!calls.has(name)) return undefined;
  const call = ancestors[depth - 1];
  if (call?.type !== 'CallExpression' || call.callee !== ancestors[depth])
    return { name, call: undefined, awaited: false };
  return { name, call, awaited: isAwaited(ancestors.slice(0, depth)) };
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
