import type { AnyNode, CallExpression, Function as FunctionNode, Node } from 'acorn';
import { ancestor } from 'acorn-walk';
import type { ReachableCode } from './reachable-code.ts';
import type { ScriptSyntax } from './syntax.ts';

/** A function of the script's top level: a declaration, or the value of a variable. */
interface NamedFunction {
  readonly name: string;
  readonly node: FunctionNode;
}

/** The places where a sync function and its helpers change so that they await their blocking calls. */
export interface AwaitedCalls {
  /** Each gets `await`. */
  readonly calls: ReadonlySet<Node>;
  /** Each gets `async`. */
  readonly functions: ReadonlySet<Node>;
}

interface Call {
  readonly call: CallExpression;
  /** The nodes around it, outermost first. */
  readonly around: readonly AnyNode[];
}

const METHODS_OF_PROMISES = /^(then|catch|finally|asyncRequest|subtle)$/;
const GLOBALS_OF_THE_LOOP = /^(Promise|setTimeout|setInterval|eval|Function)$/;
const MODULES_OF_THE_LOOP = /^k6\/(experimental\/)?(websockets|timers)$/;

/**
 * Says where a sync function has to await so that it runs in the async lane as it would in a thread. Undefined when that may not be the
 * same: when its code knows promises, timers or sockets of an event loop, when a blocking call stands in a callback or a method, or
 * when a function on the way to one is anything but called.
 * @param blocking the blocking calls of the script that are not awaited
 */
export function awaitedCalls(
  exported: string,
  { program, bound }: Pick<ScriptSyntax, 'program' | 'bound'>,
  reachable: ReachableCode,
  blocking: ReadonlySet<Node>,
): AwaitedCalls | undefined {
  const statements = reachable.from(exported);
  if (!statements) return undefined;
  const reached = program.body.filter((statement) => statements.has(statement));
  const functions = reached.flatMap(namedFunctions);
  const named = new Map(functions.map((one) => [one.node, one]));
  /** The calls of a name; undefined for a name that is used in another way too. */
  const calls = new Map<string, readonly Call[] | undefined>();
  const todo: Call[] = [];
  let isPlain = true;
  const refuse = () => {
    isPlain = false;
  };
  for (const statement of reached) {
    ancestor(statement, {
      Function: (node) => {
        if (node.async || node.generator) refuse();
      },
      MemberExpression: ({ property }) => {
        if (property.type === 'Identifier' && METHODS_OF_PROMISES.test(property.name)) refuse();
      },
      AssignmentExpression: ({ left }) => {
        if (left.type === 'Identifier') calls.set(left.name, undefined);
        else if (left.type !== 'MemberExpression') refuse();
      },
      CallExpression: (call, _state, around) => {
        if (blocking.has(call)) todo.push({ call, around: [...around] });
      },
      Identifier: (node, _state, around) => {
        const { name } = node;
        const module = bound.get(name)?.module;
        if (GLOBALS_OF_THE_LOOP.test(name) || (module && MODULES_OF_THE_LOOP.test(module))) refuse();
        const call = around.at(-2);
        const isCall = call?.type === 'CallExpression' && call.callee === node && !call.optional;
        const known = calls.has(name) ? calls.get(name) : [];
        calls.set(name, isCall && known ? [...known, { call, around: around.slice(0, -1) }] : undefined);
      },
    });
  }
  if (!isPlain) return undefined;
  const awaited = { calls: new Set<Node>(), functions: new Set<Node>() };
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { call, around } = next;
    const inner = [...around].reverse().find(isFunction);
    const owner = inner && named.get(inner);
    if (!inner || !owner || call.optional || !isInBody(call, inner)) return undefined;
    awaited.calls.add(call);
    if (awaited.functions.has(inner)) continue;
    awaited.functions.add(inner);
    if (!calls.has(owner.name)) continue;
    const own = calls.get(owner.name);
    if (!own) return undefined;
    todo.push(...own);
  }
  return awaited;
}

function namedFunctions(statement: AnyNode): NamedFunction[] {
  if (statement.type === 'FunctionDeclaration' && statement.id) return [{ name: statement.id.name, node: statement }];
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init && isFunction(init) ? [{ name: id.name, node: init }] : [],
  );
}

function isFunction(node: AnyNode): node is FunctionNode & AnyNode {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  );
}

/** Parameters run before the function could await anything. */
function isInBody(node: Node, { body }: FunctionNode): boolean {
  return body.start <= node.start && node.end <= body.end;
}
