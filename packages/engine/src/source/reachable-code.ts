import type { AnyNode, Expression, Node, Pattern, Statement } from 'acorn';
import { ancestor } from 'acorn-walk';
import { namesInDeclaration, namesInFunction } from './declared-names.ts';
import type { ScriptSyntax } from './syntax.ts';

type TopLevel = ScriptSyntax['program']['body'][number];

/**
 * The code that each exported function of a bundle may run, by statements of the top level. It is an estimate: a name leads to
 * the statements that declare it, and to those that may put a function into what it holds. What it misses, the async
 * lane notices when it is called.
 */
export class ReachableCode {
  readonly #statements: readonly TopLevel[];
  /** The statements that a name leads to. */
  readonly #homes = new Map<string, Set<TopLevel>>();
  /** The names that a statement mentions. */
  readonly #mentions = new Map<TopLevel, Set<string>>();
  /** The local name of each export; undefined when the script has no list of exports, as in CommonJS. */
  readonly #exports: ReadonlyMap<string, string> | undefined;

  constructor({ program, bound }: Pick<ScriptSyntax, 'program' | 'bound'>) {
    this.#statements = program.body;
    const declared = new Set(program.body.flatMap((statement) => declaredBy(statement)));
    const isKnown = (name: string) => declared.has(name) && !bound.has(name) && !name.startsWith('__');
    const inert = inertNames(program.body, bound);
    for (const statement of program.body) this.#read(statement, isKnown, inert);
    this.#exports = exportsOf(program.body);
  }

  /** The names of what the script exports, as far as they are known. */
  get exported(): readonly string[] {
    return [...(this.#exports?.keys() ?? [])];
  }

  /** The statements that the exported function may run. Undefined when the export cannot be followed. */
  from(exported: string): ReadonlySet<Node | undefined> | undefined {
    const start = this.#exports?.get(exported);
    if (start === undefined || !this.#homes.has(start)) return undefined;
    const found = new Set<TopLevel>();
    const names = [start];
    const seen = new Set(names);
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      for (const home of this.#homes.get(name) ?? []) {
        if (found.has(home)) continue;
        found.add(home);
        for (const mentioned of this.#mentions.get(home) ?? []) {
          if (!seen.has(mentioned)) names.push(mentioned);
          seen.add(mentioned);
        }
      }
    }
    return found;
  }

  /** The statement of the top level that holds a node. */
  statementOf(node: Node): Node | undefined {
    return this.#statements.find(({ start, end }) => start <= node.start && node.end <= end);
  }

  #read(statement: TopLevel, isKnown: (name: string) => boolean, inert: ReadonlySet<string>): void {
    const own = declaredBy(statement);
    for (const name of own) this.#leads(name, statement);
    // Whoever may call what it declares may hand it a function.
    const mentioned = new Set(own);
    this.#mentions.set(statement, mentioned);
    const list = listOfExports(statement);
    if (list) this.#leads(list.of, statement);
    const change = (target: Node, ancestors: readonly AnyNode[]) => {
      const name = rootName(target);
      if (name === undefined || !isKnown(name) || inert.has(name) || isLocal(name, ancestors)) return;
      this.#leads(name, statement);
    };
    ancestor(statement, {
      Identifier: ({ name }, _state, ancestors) => {
        if (!isKnown(name) || isLocal(name, ancestors)) return;
        mentioned.add(name);
        // A statement that declares nothing runs as the script is loaded, and may hand any function to what it names.
        if (own.length === 0 && !list && !inert.has(name)) this.#leads(name, statement);
      },
      AssignmentExpression: ({ left, right }, _state, ancestors) => {
        if (mayHoldFunction(right)) change(left, ancestors);
      },
      CallExpression: ({ callee, arguments: given }, _state, ancestors) => {
        if (callee.type === 'MemberExpression' && given.some(mayHoldFunction)) change(callee, ancestors);
      },
    });
  }

  #leads(name: string, statement: TopLevel): void {
    const homes = this.#homes.get(name) ?? new Set();
    this.#homes.set(name, homes.add(statement));
  }
}

function declaredBy(statement: TopLevel): string[] {
  if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') return [statement.id.name];
  return statement.type === 'VariableDeclaration' ? namesInDeclaration(statement) : [];
}

/** Names that hold what a k6 module constructs, such as a metric: no script puts a function into these. */
function inertNames(body: readonly TopLevel[], bound: ScriptSyntax['bound']): ReadonlySet<string> {
  const names = body.flatMap((statement) => (statement.type === 'VariableDeclaration' ? statement.declarations : []));
  const inert = names.filter(({ init }) => init?.type === 'NewExpression' && bound.has(rootName(init.callee) ?? ''));
  return new Set(inert.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : [])));
}

/** Whether a function inside the statement declares the name itself. */
function isLocal(name: string, ancestors: readonly AnyNode[]): boolean {
  return ancestors.some((node) => {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return namesInFunction(node).has(name);
      default:
        return false;
    }
  });
}

/** `a` of `a`, `a.b` and `a[b].c`. */
function rootName(node: Node): string | undefined {
  const known = node as AnyNode;
  if (known.type === 'Identifier') return known.name;
  return known.type === 'MemberExpression' ? rootName(known.object) : undefined;
}

/** What an expression gives by its form is no function: text, a number, or what some call returns. */
const DATA =
  /^(Literal|TemplateLiteral|BinaryExpression|UnaryExpression|UpdateExpression|CallExpression|AwaitExpression|NewExpression|MemberExpression)$/;

function mayHoldFunction(value: Expression | Pattern | AnyNode): boolean {
  if (!DATA.test(value.type)) return true;
  let holds = false;
  const found = () => {
    holds = true;
  };
  ancestor(value, { Function: found, Class: found });
  return holds;
}

/** esbuild's `__export(of, { name: () => local })`. */
function listOfExports(statement: Statement | TopLevel) {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return undefined;
  const { callee, arguments: given } = statement.expression;
  const [of, list] = given;
  if (callee.type !== 'Identifier' || callee.name !== '__export' || of?.type !== 'Identifier') return undefined;
  return list?.type === 'ObjectExpression' ? { of: of.name, list } : undefined;
}

/** The local names of what the whole script exports: `module.exports = __toCommonJS(of)` says which list that is. */
function exportsOf(body: readonly TopLevel[]): ReadonlyMap<string, string> | undefined {
  const of = body.map(exportedObject).find((name) => name !== undefined);
  const found = body.map(listOfExports).find((one) => one?.of === of);
  if (of === undefined || !found) return undefined;
  const names = new Map<string, string>();
  for (const property of found.list.properties) {
    if (property.type !== 'Property' || property.value.type !== 'ArrowFunctionExpression') continue;
    const { key } = property;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
    const local = property.value.body.type === 'Identifier' ? property.value.body.name : undefined;
    if (name !== undefined && local !== undefined) names.set(name, local);
  }
  return names;
}

function exportedObject(statement: TopLevel): string | undefined {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression')
    return undefined;
  const { left, right } = statement.expression;
  if (rootName(left) !== 'module' || right.type !== 'CallExpression') return undefined;
  const [of] = right.arguments;
  const isList = right.callee.type === 'Identifier' && right.callee.name === '__toCommonJS';
  return isList && of?.type === 'Identifier' ? of.name : undefined;
}
