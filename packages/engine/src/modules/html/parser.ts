import { createRequire } from 'node:module';
import type { ChildNode, Document, Element, ParentNode } from 'domhandler';

/** The libraries that read HTML, as one. */
function libraries() {
  // Loaded when a script first reads HTML: a thread of the worker lane that reads none does without them.
  const load = createRequire(import.meta.url);
  const { parse, serialize, serializeOuter } = load('parse5') as typeof import('parse5');
  const { adapter } = load('parse5-htmlparser2-tree-adapter') as typeof import('parse5-htmlparser2-tree-adapter');
  const select = load('css-select') as typeof import('css-select');
  const dom = load('domutils') as typeof import('domutils');
  return { parse, serialize, serializeOuter, adapter, select, dom };
}

let loaded: ReturnType<typeof libraries> | undefined;

export function parser(): ReturnType<typeof libraries> {
  loaded ??= libraries();
  return loaded;
}

/** Parses a document as the HTML standard says, so that `html`, `head`, `body` and `tbody` are there unwritten. */
export function parseDocument(html: string): Document {
  const { parse, adapter } = parser();
  return parse(html, { treeAdapter: adapter });
}

/** What stands within a node, as HTML. */
export function innerHtml(node: ParentNode): string {
  const { serialize, adapter } = parser();
  return serialize(node, { treeAdapter: adapter });
}

export function outerHtml(node: ChildNode): string {
  const { serializeOuter, adapter } = parser();
  return serializeOuter(node, { treeAdapter: adapter });
}

/** The elements below the given nodes that match a selector. One that is invalid matches nothing. */
export function findAll(nodes: readonly ChildNode[], selector: string): Element[] {
  const below = nodes.flatMap((node) => ('children' in node ? node.children : []));
  try {
    return parser().select.selectAll<ChildNode, Element>(selector, below, { xmlMode: false });
  } catch {
    return [];
  }
}

export function matches(node: ChildNode, selector: string): boolean {
  try {
    return isElement(node) && parser().select.is<ChildNode, Element>(node, selector, { xmlMode: false });
  } catch {
    return false;
  }
}

export function isElement(node: ChildNode | ParentNode | null | undefined): node is Element {
  return node?.type === 'tag' || node?.type === 'script' || node?.type === 'style';
}
