import type { ChildNode, Element as ElementNode } from 'domhandler';
import type { Host } from '../../vu/host.ts';
import { findAll, innerHtml, isElement, matches, outerHtml, parser } from './parser.ts';

/** An element as `Selection.get` and `each` give it. */
export type HtmlElement = object;

const nodes = new WeakMap<object, ChildNode>();

/**
 * The methods that every element of k6/html has
 * (https://grafana.com/docs/k6/latest/javascript-api/k6-html/element/).
 */
class Element {
  readonly #host: Host;
  readonly #node: ChildNode;

  constructor(host: Host, node: ChildNode) {
    this.#host = host;
    this.#node = node;
  }

  #made(node: ChildNode | null | undefined): HtmlElement | undefined {
    return node ? createElement(this.#host, node) : undefined;
  }

  #list(all: readonly ChildNode[]): HtmlElement[] {
    return this.#host.intrinsics.Array.from(all.map((node) => createElement(this.#host, node)));
  }

  get #children(): readonly ChildNode[] {
    return 'children' in this.#node ? this.#node.children : [];
  }

  get #attributes(): Readonly<Record<string, string>> {
    return isElement(this.#node) ? this.#node.attribs : {};
  }

  attributes(): object {
    const all = Object.keys(this.#attributes).map((name) => [name, this.getAttributeNode(name)]);
    return Object.fromEntries(all);
  }

  childElementCount(): number {
    return this.#children.filter(isElement).length;
  }

  childNodes(): HtmlElement[] {
    return this.#list(this.#children);
  }

  children(): HtmlElement[] {
    return this.#list(this.#children.filter(isElement));
  }

  classList(): string[] {
    return this.#host.intrinsics.Array.from((this.className() ?? '').split(/\s+/).filter((name) => name !== ''));
  }

  className(): string | undefined {
    return this.#attributes.class;
  }

  contains(other: object): boolean {
    for (let node = nodes.get(other); node; node = node.parent as ChildNode | undefined)
      if (node === this.#node) return true;
    return false;
  }

  firstChild(): HtmlElement | undefined {
    return this.#made(this.#children[0]);
  }

  firstElementChild(): HtmlElement | undefined {
    return this.#made(this.#children.find(isElement));
  }

  getAttribute(name: unknown): string | undefined {
    return this.#attributes[String(name)];
  }

  getAttributeNode(name: unknown): object | undefined {
    const value = this.getAttribute(name);
    return value === undefined
      ? undefined
      : { name: String(name), value, ownerElement: createElement(this.#host, this.#node) };
  }

  getElementsByClassName(name: unknown): HtmlElement[] {
    return this.querySelectorAll(
      String(name)
        .trim()
        .split(/\s+/)
        .map((one) => `.${one}`)
        .join(''),
    );
  }

  getElementsByTagName(name: unknown): HtmlElement[] {
    return this.querySelectorAll(name);
  }

  hasAttribute(name: unknown): boolean {
    return this.getAttribute(name) !== undefined;
  }

  hasAttributes(): boolean {
    return Object.keys(this.#attributes).length > 0;
  }

  hasChildNodes(): boolean {
    return this.#children.length > 0;
  }

  id(): string {
    return this.#attributes.id ?? '';
  }

  innerHTML(): string | undefined {
    return 'children' in this.#node ? innerHtml(this.#node) : undefined;
  }

  isEqualNode(other: object): boolean {
    const node = nodes.get(other);
    return node !== undefined && outerHtml(node) === outerHtml(this.#node);
  }

  isSameNode(other: object): boolean {
    return nodes.get(other) === this.#node;
  }

  lastChild(): HtmlElement | undefined {
    return this.#made(this.#children.at(-1));
  }

  lastElementChild(): HtmlElement | undefined {
    return this.#made(this.#children.filter(isElement).at(-1));
  }

  matches(selector: unknown): boolean {
    return matches(this.#node, String(selector));
  }

  nextElementSibling(): HtmlElement | undefined {
    return this.#made(parser().dom.nextElementSibling(this.#node as ElementNode));
  }

  nextSibling(): HtmlElement | undefined {
    return this.#made(this.#node.next);
  }

  nodeName(): string {
    return isElement(this.#node) ? this.#node.name : `#${this.#node.type}`;
  }

  nodeType(): number | undefined {
    return this.#node.nodeType;
  }

  nodeValue(): string | undefined {
    return 'data' in this.#node ? this.#node.data : undefined;
  }

  parentElement(): HtmlElement | undefined {
    return isElement(this.#node.parent) ? this.#made(this.#node.parent) : undefined;
  }

  parentNode(): HtmlElement | undefined {
    return this.#made(this.#node.parent as ChildNode | null);
  }

  previousElementSibling(): HtmlElement | undefined {
    return this.#made(parser().dom.prevElementSibling(this.#node as ElementNode));
  }

  previousSibling(): HtmlElement | undefined {
    return this.#made(this.#node.prev);
  }

  querySelector(selector: unknown): HtmlElement | undefined {
    return this.#made(findAll([this.#node], String(selector))[0]);
  }

  querySelectorAll(selector: unknown): HtmlElement[] {
    return this.#list(findAll([this.#node], String(selector)));
  }

  textContent(): string {
    return parser().dom.textContent(this.#node);
  }

  toString(): string {
    return outerHtml(this.#node);
  }
}

/** Names that the language itself asks for, of which no element has a method. */
const ASKED = new Set<PropertyKey>(['then', 'toJSON', 'constructor', 'valueOf', 'inspect', 'length']);

/** An element. A method that only some elements of k6 have, such as `href()`, ends the run by name. */
export function createElement(host: Host, node: ChildNode): HtmlElement {
  const element = new Element(host, node);
  const made = new Proxy(element, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (typeof found === 'function') return found.bind(target);
      if (typeof key === 'symbol' || ASKED.has(key)) return found;
      return () => {
        throw host.unsupported('htmlElement', ` ${key}() of <${element.nodeName()}>`);
      };
    },
  });
  nodes.set(made, node);
  return made;
}
