import * as z from 'zod';
import { HOME_DIVISION } from '../../org/organization.ts';
import type { Tenant } from '../../org/tenant.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { invalidBody, notFound } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';
import { filtered, LIST_FILTERS } from '../query/list-filters.ts';

/** The org's wrap-up codes (docs/facts/genesys.md section 4). */

const codeBody = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  division: z.looseObject({ id: z.string() }).optional(),
});

/** What was written of a code beside its name. */
interface Written {
  readonly description?: string | undefined;
  readonly division?: { readonly id: string } | undefined;
}
const writtenIn = new WeakMap<Tenant, Map<string, Written>>();

function writtenOf(tenant: Tenant): Map<string, Written> {
  const own = writtenIn.get(tenant) ?? new Map<string, Written>();
  writtenIn.set(tenant, own);
  return own;
}

/** Codes with their names, for ids that the org has. */
export function namedCodes({ routing }: Tenant, ids: Iterable<string>) {
  return [...ids].flatMap((id) => {
    const name = routing.wrapUpCodes.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
}

/** Codes as they were written. Those that nobody wrote are in the home division. */
const wholeCodes = (tenant: Tenant, ids: Iterable<string>) =>
  namedCodes(tenant, ids).map((code) => ({ ...code, division: HOME_DIVISION, ...writtenOf(tenant).get(code.id) }));

const list = ({ tenant, query }: ApiCall) =>
  page(filtered(wholeCodes(tenant, tenant.routing.wrapUpCodes.keys()), query), query);

const one = ({ tenant, ids: [id = ''] }: ApiCall) => wholeCodes(tenant, [id])[0] ?? notFound('Wrap-up code');

function create({ tenant, body }: ApiCall) {
  const parsed = codeBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { name, ...written } = parsed.data;
  const id = tenant.routing.addWrapUpCode(name);
  writtenOf(tenant).set(id, written);
  return wholeCodes(tenant, [id])[0];
}

function change({ tenant, ids: [id = ''], body }: ApiCall) {
  if (!tenant.routing.wrapUpCodes.has(id)) return notFound('Wrap-up code');
  const parsed = codeBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { name, ...written } = parsed.data;
  tenant.routing.wrapUpCodes.set(id, name);
  writtenOf(tenant).set(id, { ...writtenOf(tenant).get(id), ...written });
  return wholeCodes(tenant, [id])[0];
}

/** Takes the code from the org and from every queue. */
function remove({ tenant, ids: [id = ''] }: ApiCall) {
  if (!tenant.routing.wrapUpCodes.delete(id)) return notFound('Wrap-up code');
  for (const { wrapUpCodes } of tenant.routing.queues.all()) wrapUpCodes.delete(id);
  return new ApiAnswer(204, undefined);
}

const codes = '/api/v2/routing/wrapupcodes';
const views = `${codes}/divisionviews`;
const filters = [...PAGING, ...LIST_FILTERS];
export const wrapUpCodeRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: codes, query: filters, answer: list },
  { method: 'POST', path: codes, answer: create },
  { method: 'GET', path: `${codes}/{}`, answer: one },
  { method: 'PUT', path: `${codes}/{}`, answer: change },
  { method: 'DELETE', path: `${codes}/{}`, answer: remove },
  { method: 'GET', path: views, query: filters.filter((name) => name !== 'sortOrder'), answer: list },
  { method: 'GET', path: `${views}/{}`, answer: one },
];
