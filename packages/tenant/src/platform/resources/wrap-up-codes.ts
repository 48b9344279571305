import * as z from 'zod';
import { wrapUpCodeId } from '../../base/ready-made-ids.ts';
import type { Tenant } from '../../org/tenant.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { badRequest, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';

/** The org's wrap-up codes (docs/facts/genesys.md section 4). */

const codeBody = z.object({ name: z.string().min(1) });

/** Codes with their names, for ids that the org has. */
export function namedCodes({ routing }: Tenant, ids: Iterable<string>) {
  return [...ids].flatMap((id) => {
    const name = routing.wrapUpCodes.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
}

const all = ({ tenant, query }: ApiCall) => page(namedCodes(tenant, tenant.routing.wrapUpCodes.keys()), query);

function one({ tenant, ids: [id = ''] }: ApiCall) {
  return namedCodes(tenant, [id])[0] ?? notFound('Wrap-up code');
}

function create({ tenant: { routing }, body }: ApiCall) {
  const parsed = codeBody.safeParse(body);
  if (!parsed.success) return badRequest('name is required');
  const id = wrapUpCodeId(routing.wrapUpCodes.size + 1);
  routing.wrapUpCodes.set(id, parsed.data.name);
  return { id, name: parsed.data.name };
}

function rename({ tenant: { routing }, ids: [id = ''], body }: ApiCall) {
  if (!routing.wrapUpCodes.has(id)) return notFound('Wrap-up code');
  const parsed = codeBody.safeParse(body);
  if (!parsed.success) return badRequest('name is required');
  routing.wrapUpCodes.set(id, parsed.data.name);
  return { id, name: parsed.data.name };
}

const codes = '/api/v2/routing/wrapupcodes';
export const wrapUpCodeRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: codes, answer: all },
  { method: 'POST', path: codes, answer: create },
  { method: 'GET', path: `${codes}/{}`, answer: one },
  { method: 'PUT', path: `${codes}/{}`, answer: rename },
];
