import type { ChildNode, Document, Element as ElementNode } from 'domhandler';
import type { Host } from '../../vu/host.ts';
import { createElement, type HtmlElement } from './element.ts';
import { fieldValue, formFields } from './form-values.ts';
import { findAll, innerHtml, isElement, matches, parser } from './parser.ts';

type AnyNode = ChildNode;
type Tester = (index: number, selection: Selection) => unknown;
type Filter = string | Selection | Tester;

/**
 * The class Selection of k6/html: nodes of a document, chosen and walked as jQuery does
 * (https://grafana.com/docs/k6/latest/javascript-api/k6-html/selection/).
 */
export class Selection {
  readonly #host: Host;
  readonly #nodes: readonly AnyNode[];

  constructor(host: Host, nodes: readonly AnyNode[]) {
    this.#host = host;
    this.#nodes = nodes;
  }

  /** The nodes of a selection, for modules of the engine. */
  static nodesOf(selection: Selection): readonly AnyNode[] {
    return selection.#nodes;
  }

  #made(nodes: readonly (AnyNode | null | undefined)[]): Selection {
    const there = nodes.filter((node): node is AnyNode => node !== null && node !== undefined);
    const sorted = there.length > 1 ? (parser().dom.uniqueSort(there as ElementNode[]) as AnyNode[]) : there;
    return new Selection(this.#host, sorted);
  }

  #elements(): readonly ElementNode[] {
    return this.#nodes.filter(isElement);
  }

  /** The test that a selector, a selection or a function stands for. */
  #test(filter: Filter): (node: AnyNode, index: number) => boolean {
    if (filter instanceof Selection) return (node) => filter.#nodes.includes(node);
    if (typeof filter === 'function') return (node, index) => Boolean(filter(index, new Selection(this.#host, [node])));
    return (node) => matches(node, String(filter));
  }

  #kept(nodes: readonly (AnyNode | null | undefined)[], selector: unknown): Selection {
    const made = this.#made(nodes);
    return selector === undefined || selector === null ? made : made.filter(selector as Filter);
  }

  #walk(step: (node: AnyNode) => readonly AnyNode[], until: unknown, selector: unknown): Selection {
    const stops = until === undefined || until === null ? () => false : this.#test(until as Filter);
    const found = this.#nodes.flatMap((node) => {
      const all = step(node);
      const end = all.findIndex((one) => stops(one, 0));
      return end < 0 ? all : all.slice(0, end);
    });
    return this.#kept(found, selector);
  }

  attr(name: unknown, otherwise?: unknown): unknown {
    return this.#elements()[0]?.attribs[String(name)] ?? otherwise;
  }

  children(selector?: unknown): Selection {
    return this.#kept(this.#nodes.flatMap(childElements), selector);
  }

  closest(selector: unknown): Selection {
    const test = this.#test(selector as Filter);
    return this.#made(this.#nodes.map((node) => [node, ...ancestors(node)].find((one) => test(one, 0))));
  }

  contents(): Selection {
    return this.#made(this.#nodes.flatMap((node) => ('children' in node ? node.children : [])));
  }

  /** A `data-` attribute, read as JSON where it is some; all of them without a name. */
  data(key?: unknown): unknown {
    const attributes = Object.entries(this.#elements()[0]?.attribs ?? {}).filter(([name]) => name.startsWith('data-'));
    const read = (text: string): unknown => {
      try {
        return this.#host.parse(text);
      } catch {
        return text;
      }
    };
    if (key === undefined) {
      const all = attributes.map(([name, value]) => [camelCase(name.slice('data-'.length)), read(value)]);
      return Object.fromEntries(all);
    }
    const found = attributes.find(([name]) => name === `data-${kebabCase(String(key))}`);
    return found && read(found[1]);
  }

  each(handler: (index: number, element: HtmlElement) => unknown): Selection {
    for (const [index, node] of this.#nodes.entries()) handler(index, createElement(this.#host, node));
    return this;
  }

  eq(index: unknown): Selection {
    return this.#made([this.#nodes.at(Number(index))]);
  }

  filter(filter: Filter): Selection {
    const test = this.#test(filter);
    return this.#made(this.#nodes.filter((node, index) => test(node, index)));
  }

  find(selector: unknown): Selection {
    if (!(selector instanceof Selection)) return this.#made(findAll(this.#nodes, String(selector)));
    return this.#made(selector.#nodes.filter((node) => ancestors(node).some((one) => this.#nodes.includes(one))));
  }

  first(): Selection {
    return this.eq(0);
  }

  get(index: unknown): HtmlElement | undefined {
    const node = this.#nodes.at(Number(index));
    return node && createElement(this.#host, node);
  }

  has(selector: unknown): Selection {
    return this.#made(this.#nodes.filter((node) => new Selection(this.#host, [node]).find(selector).size() > 0));
  }

  html(): string | undefined {
    const [first] = this.#nodes;
    return first && 'children' in first ? innerHtml(first) : undefined;
  }

  is(filter: Filter): boolean {
    const test = this.#test(filter);
    return this.#nodes.some((node, index) => test(node, index));
  }

  last(): Selection {
    return this.eq(-1);
  }

  map(mapper: (index: number, selection: Selection) => unknown): unknown[] {
    const values = this.#nodes.map((node, index) => mapper(index, new Selection(this.#host, [node])));
    return this.#host.intrinsics.Array.from(values.filter((value) => value !== undefined && value !== null));
  }

  next(selector?: unknown): Selection {
    return this.#kept(
      this.#nodes.flatMap((node) => following(node).slice(0, 1)),
      selector,
    );
  }

  nextAll(selector?: unknown): Selection {
    return this.#walk(following, undefined, selector);
  }

  nextUntil(until?: unknown, selector?: unknown): Selection {
    return this.#walk(following, until, selector);
  }

  not(filter: Filter): Selection {
    const test = this.#test(filter);
    return this.#made(this.#nodes.filter((node, index) => !test(node, index)));
  }

  parent(selector?: unknown): Selection {
    return this.#kept(
      this.#nodes.flatMap((node) => ancestors(node).slice(0, 1)),
      selector,
    );
  }

  parents(selector?: unknown): Selection {
    return this.#walk(ancestors, undefined, selector);
  }

  parentsUntil(until?: unknown, selector?: unknown): Selection {
    return this.#walk(ancestors, until, selector);
  }

  prev(selector?: unknown): Selection {
    return this.#kept(
      this.#nodes.flatMap((node) => preceding(node).slice(0, 1)),
      selector,
    );
  }

  prevAll(selector?: unknown): Selection {
    return this.#walk(preceding, undefined, selector);
  }

  prevUntil(until?: unknown, selector?: unknown): Selection {
    return this.#walk(preceding, until, selector);
  }

  serialize(): string {
    return new URLSearchParams(
      formFields(this.#nodes).map(({ name, value }): [string, string] => [name, value]),
    ).toString();
  }

  serializeArray(): object[] {
    return this.#host.intrinsics.Array.from(formFields(this.#nodes));
  }

  serializeObject(): Readonly<Record<string, string>> {
    return Object.fromEntries(formFields(this.#nodes).map(({ name, value }) => [name, value]));
  }

  size(): number {
    return this.#nodes.length;
  }

  slice(start: unknown, end?: unknown): Selection {
    return this.#made(this.#nodes.slice(Number(start), end === undefined ? undefined : Number(end)));
  }

  text(): string {
    return this.#nodes.map((node) => parser().dom.textContent(node)).join('');
  }

  toArray(): Selection[] {
    return this.#host.intrinsics.Array.from(this.#nodes.map((node) => new Selection(this.#host, [node])));
  }

  val(): unknown {
    const [first] = this.#elements();
    const value = first && fieldValue(first);
    return Array.isArray(value) ? this.#host.intrinsics.Array.from(value) : value;
  }
}

export function selectionOf(host: Host, document: Document): Selection {
  return new Selection(host, [document as unknown as AnyNode]);
}

function childElements(node: AnyNode): readonly ElementNode[] {
  return 'children' in node ? node.children.filter(isElement) : [];
}

/** The elements around a node, the closest first. */
function ancestors(node: AnyNode): readonly ElementNode[] {
  const around: ElementNode[] = [];
  for (let parent = node.parent; isElement(parent); parent = parent.parent) around.push(parent);
  return around;
}

function following(node: AnyNode): readonly ElementNode[] {
  const after: ElementNode[] = [];
  for (let next = node.next; next; next = next.next) if (isElement(next)) after.push(next);
  return after;
}

function preceding(node: AnyNode): readonly ElementNode[] {
  const before: ElementNode[] = [];
  for (let prev = node.prev; prev; prev = prev.prev) if (isElement(prev)) before.push(prev);
  return before;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_found, letter: string) => letter.toUpperCase());
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
