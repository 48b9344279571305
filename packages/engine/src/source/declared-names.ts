import type { AnyNode, Function as FunctionNode, Node, Pattern, VariableDeclaration } from 'acorn';
import { base, type RecursiveVisitors, simple } from 'acorn-walk';

const known = new WeakMap<Node, ReadonlySet<string>>();

/** A walk that does not go into the functions of a function. */
const outsideFunctions: RecursiveVisitors<unknown> = { ...base, Function: () => {} };

/** The parameters of a function and the names that its body declares, in any block. */
export function namesInFunction(node: FunctionNode): ReadonlySet<string> {
  const found = known.get(node);
  if (found) return found;
  const names = new Set(node.params.flatMap(namesInPattern));
  const add = ({ id }: { readonly id?: Pattern | null }) => {
    for (const name of id ? namesInPattern(id) : []) names.add(name);
  };
  simple(
    node.body,
    {
      VariableDeclarator: add,
      FunctionDeclaration: add,
      ClassDeclaration: add,
      CatchClause: ({ param }) => add({ id: param ?? null }),
    },
    outsideFunctions,
  );
  known.set(node, names);
  return names;
}

export function namesInDeclaration({ declarations }: VariableDeclaration): string[] {
  return declarations.flatMap(({ id }) => namesInPattern(id));
}

function namesInPattern(pattern: Pattern | AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => namesInPattern(one.type === 'Property' ? one.value : one.argument));
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one ? namesInPattern(one) : []));
    case 'AssignmentPattern':
      return namesInPattern(pattern.left);
    case 'RestElement':
      return namesInPattern(pattern.argument);
    default:
      return [];
  }
}
