import type { ChildNode, Element } from 'domhandler';
import { findAll, isElement, matches, parser } from './parser.ts';

/** A field of a form that would be sent. */
export interface FormField {
  readonly name: string;
  readonly value: string;
}

/** The value of a form's element: of a `select` the chosen option's, a list where it takes several. */
export function fieldValue(node: Element): string | string[] {
  const { dom } = parser();
  if (node.name === 'textarea') return dom.textContent(node);
  if (node.name === 'option') return node.attribs.value ?? dom.textContent(node).trim();
  if (node.name !== 'select') return node.attribs.value ?? (matches(node, '[type=checkbox],[type=radio]') ? 'on' : '');
  const chosen = findAll([node], 'option[selected]').map((option) => String(fieldValue(option)));
  if ('multiple' in node.attribs) return chosen;
  const [first] = findAll([node], 'option:not([disabled])');
  return chosen.at(-1) ?? (first ? String(fieldValue(first)) : '');
}

/** The fields of forms, or of form elements, that would be sent without a click: as jQuery's serializeArray has them. */
export function formFields(nodes: readonly ChildNode[]): FormField[] {
  const within = nodes.flatMap((node) =>
    isElement(node) && node.name === 'form' ? findAll([node], 'input,select,textarea') : isElement(node) ? [node] : [],
  );
  return within.filter(isSent).flatMap((node) => {
    const name = node.attribs.name ?? '';
    return [fieldValue(node)].flat().map((value) => ({ name, value }));
  });
}

function isSent(node: Element): boolean {
  if (!node.attribs.name || 'disabled' in node.attribs || !['input', 'select', 'textarea'].includes(node.name))
    return false;
  if (matches(node, '[type=checkbox],[type=radio]')) return 'checked' in node.attribs;
  return !matches(node, '[type=submit],[type=button],[type=reset],[type=image],[type=file]');
}
