import type { AnyNode, AssignmentProperty, CallExpression, NewExpression, Property } from 'acorn';
import { ancestor } from 'acorn-walk';
import { UNSUPPORTED_CALLS, type UnsupportedCall } from '../contract/unsupported-calls.ts';
import type { Binding, ScriptSyntax } from './syntax.ts';

/** A place of a script where it uses what the engine lacks, or may do so. */
export interface UnsupportedUse {
  /** Offset in the bundle. */
  readonly start: number;
  readonly call: UnsupportedCall;
  /** What is said in the line: `md4`, or `the auth method "digest"`. */
  readonly what: string;
  /** Whether it is a call into a k6 module; of anything else, such as a method of some object, the owner is not known. */
  readonly certain: boolean;
}

type Found = { readonly call: UnsupportedCall; readonly given?: string };

/** Finds what a script uses that the engine lacks, in the order of the script. */
export function unsupportedUses({ program, bound }: ScriptSyntax): readonly UnsupportedUse[] {
  const uses: UnsupportedUse[] = [];
  const add = (node: AnyNode, found: Found | undefined, certain: boolean) => {
    if (!found) return;
    const what = `${UNSUPPORTED_CALLS[found.call].what}${found.given ?? ''}`;
    uses.push({ start: node.start, call: found.call, what, certain });
  };
  ancestor(program, {
    CallExpression: (node) => add(node, inCall(node, bound), true),
    NewExpression: (node) => add(node, inCall(node, bound), true),
    Property: (node, _state, ancestors) => {
      const call = ancestors.at(-3);
      const isArgument = call?.type === 'CallExpression' && owner(call.callee, bound)?.module === 'k6/http';
      add(node, authOf(node), isArgument);
    },
  });
  return uses.sort((a, b) => a.start - b.start);
}

/** The calls that open a WebSocket, by their module. */
const CONNECTIONS: Readonly<Record<string, string>> = {
  'k6/ws': 'connect',
  'k6/websockets': 'WebSocket',
  'k6/experimental/websockets': 'WebSocket',
};

/** What a call into a k6 module asks for that the engine lacks. */
function inCall(node: CallExpression | NewExpression, bound: ScriptSyntax['bound']): Found | undefined {
  const called = owner(node.callee, bound);
  if (called?.member === undefined) return undefined;
  const { module, member } = called;
  if (CONNECTIONS[module] === member && node.arguments.some(compresses)) return { call: 'webSocketCompression' };
  const [first] = node.arguments;
  const isMd4 = member === 'md4' || (first && textOf(first) === 'md4');
  return module === 'k6/crypto' && isMd4 ? { call: 'md4' } : undefined;
}

function compresses(argument: AnyNode): boolean {
  if (argument.type !== 'ObjectExpression') return false;
  return argument.properties.some(
    (one) => one.type === 'Property' && nameOf(one.key, one) === 'compression' && textOf(one.value) === 'deflate',
  );
}

function authOf(property: Property | AssignmentProperty): Found | undefined {
  const method = textOf(property.value);
  if (nameOf(property.key, property) !== 'auth' || (method !== 'digest' && method !== 'ntlm')) return undefined;
  return { call: 'auth', given: ` "${method}"` };
}

/** The export of a k6 module that an expression stands for, such as `http.get` or an imported `get`. */
function owner(node: AnyNode, bound: ScriptSyntax['bound']): Binding | undefined {
  if (node.type === 'Identifier') return bound.get(node.name);
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const held = bound.get(node.object.name);
  if (!held || held.member !== undefined) return undefined;
  return { module: held.module, member: nameOf(node.property, node) };
}

/** The name of a property, or '' where it is computed from something else than a text. */
function nameOf(node: AnyNode, { computed }: { readonly computed: boolean }): string {
  return node.type === 'Identifier' && !computed ? node.name : textOf(node);
}

function textOf(node: AnyNode): string {
  return node.type === 'Literal' ? String(node.value) : '';
}
