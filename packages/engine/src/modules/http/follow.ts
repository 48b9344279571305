import type { Host } from '../../vu/host.ts';
import { formFields } from '../html/form-values.ts';
import { Selection } from '../html/selection.ts';

/** A request that the HTML of a response leads to. */
export interface Next {
  readonly method: string;
  readonly url: string;
  /** Fields of a form in the body; null for none. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly params: unknown;
}

interface LinkOptions {
  readonly selector?: unknown;
  readonly params?: unknown;
}

interface FormOptions {
  readonly formSelector?: unknown;
  readonly fields?: unknown;
  readonly submitSelector?: unknown;
  readonly params?: unknown;
}

/** The request of `Response.clickLink`: the first link of the page, or the one that is chosen. Throws when there is none. */
export function linkOf(host: Host, page: Selection, at: string, given: unknown): Next {
  const { selector = 'a[href]', params } = (given ?? {}) as LinkOptions;
  const link = page.find(selector).first();
  if (link.size() === 0) throw host.error(`no element found for selector '${String(selector)}' in response '${at}'`);
  const href = link.attr('href');
  if (href === undefined)
    throw host.error(`no valid href attribute value found on element '${String(selector)}' in response '${at}'`);
  return { method: 'GET', url: new URL(String(href), at).href, body: null, params };
}

/**
 * The request of `Response.submitForm`: the fields of the form as they stand, those given over them, and the submit button's
 * own. Throws when there is no such form.
 */
export function formOf(host: Host, page: Selection, at: string, given: unknown): Next {
  const { formSelector = 'form', submitSelector = '[type="submit"]', fields, params } = (given ?? {}) as FormOptions;
  const form = page.find(formSelector).first();
  if (form.size() === 0) throw host.error(`no form found for selector '${String(formSelector)}' in response '${at}'`);
  const type = String(form.attr('enctype') ?? 'application/x-www-form-urlencoded').toLowerCase();
  const method = String(form.attr('method') ?? 'GET').toUpperCase();
  if (method !== 'GET' && type !== 'application/x-www-form-urlencoded') {
    throw host.unsupported('formEncoding', ` ${type}`);
  }
  const submit = form.find(submitSelector).first();
  const button = submit.attr('name') === undefined ? {} : { [String(submit.attr('name'))]: submit.attr('value', '') };
  const values = { ...listed(formFields(Selection.nodesOf(form))), ...button, ...(fields as object | undefined) };
  const url = new URL(String(form.attr('action') || at), at);
  if (method !== 'GET') return { method, url: url.href, body: values, params };
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  url.search = new URLSearchParams(pairs).toString();
  return { method, url: url.href, body: null, params };
}

/** Values by name; a list where a name has several. */
function listed(
  fields: readonly { readonly name: string; readonly value: string }[],
): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const { name, value } of fields) {
    const known = values[name];
    values[name] = known === undefined ? value : [known, value].flat();
  }
  return values;
}
