import { type XmlNode, xmlNodes } from './xml-nodes.ts';

/** An element of a JMeter test plan with what stands below it in the tree. */
export interface TestElement {
  /** JMeter's name of its class, without its package: `ThreadGroup`, `OpenWebSocketSampler`. */
  readonly kind: string;
  /** What its author called it. */
  readonly name: string;
  readonly line: number;
  readonly isEnabled: boolean;
  /** Its properties as they are written, nested ones by their own name. */
  readonly properties: ReadonlyMap<string, string>;
  /** The same element in the file. */
  readonly node: XmlNode;
  readonly parent: TestElement | undefined;
  readonly children: TestElement[];
}

/** Reads a JMeter test plan as the elements at its root. Throws an error of one line. */
export function testElements(text: string): TestElement[] {
  const plan = xmlNodes(text).children.find(({ tag }) => tag === 'jmeterTestPlan');
  if (plan === undefined) throw new Error('no <jmeterTestPlan> in it; allowed: a test plan as JMeter saves it');
  return plan.children.filter(({ tag }) => tag === 'hashTree').flatMap((tree) => elementsIn(tree, undefined));
}

/** In a hashTree each element is followed by the hashTree of what is below it. */
function elementsIn(tree: XmlNode, parent: TestElement | undefined): TestElement[] {
  const elements: TestElement[] = [];
  for (const node of tree.children) {
    const last = elements.at(-1);
    if (node.tag === 'hashTree') last?.children.push(...elementsIn(node, last));
    else elements.push(elementOf(node, parent));
  }
  return elements;
}

function elementOf(node: XmlNode, parent: TestElement | undefined): TestElement {
  const { attributes, line, tag } = node;
  const properties = new Map<string, string>();
  collect(node, properties);
  return {
    kind: tag.replace(/^.*\./, ''),
    name: attributes.testname ?? '',
    line,
    isEnabled: attributes.enabled !== 'false' && parent?.isEnabled !== false,
    properties,
    node,
    parent,
    children: [],
  };
}

/** Of two properties of one name the first counts. */
function collect({ children }: XmlNode, into: Map<string, string>): void {
  for (const child of children) {
    const name = child.attributes.name ?? child.tag;
    if (child.children.length > 0) collect(child, into);
    else if (!into.has(name)) into.set(name, child.text.trim());
  }
}

/** All elements, each before those below it. */
export function* everyElement(elements: readonly TestElement[]): Generator<TestElement> {
  for (const element of elements) {
    yield element;
    yield* everyElement(element.children);
  }
}

/** An element and those above it, from the inside out. */
export function* withParents(element: TestElement): Generator<TestElement> {
  for (let at: TestElement | undefined = element; at !== undefined; at = at.parent) yield at;
}

/** The collections of a property: the lists of its `stringProp`s, each a row. */
export function rowsIn(
  { node }: TestElement,
  collection: string,
): { line: number; values: string[]; named: Record<string, string> }[] {
  const found = findNode(node, collection);
  return (found?.children ?? []).map(({ line, children }) => ({
    line,
    values: children.map(({ text }) => text.trim()),
    named: Object.fromEntries(children.map(({ attributes, text }) => [attributes.name ?? '', text.trim()])),
  }));
}

function findNode(node: XmlNode, name: string): XmlNode | undefined {
  for (const child of node.children) {
    if (child.attributes.name === name && child.tag === 'collectionProp') return child;
    const below = findNode(child, name);
    if (below !== undefined) return below;
  }
  return undefined;
}
