import type { ServerResponse } from 'node:http';
import type { Tenant } from './tenant.ts';

/**
 * The tenant's own endpoint, which no run reads: `GET /headroom/state`, `GET /headroom/record` (NDJSON),
 * `GET /headroom/profile`, `POST /headroom/redraw` (the ceiling).
 */
export function control(tenant: Tenant, method: string, path: string, response: ServerResponse): void {
  switch (`${method} ${path}`) {
    case 'GET /headroom/state':
      return json(response, {
        ceiling: ceilingOf(tenant),
        open: tenant.open,
        peak: tenant.peak,
        waiting: tenant.routing.waiting,
      });
    case 'GET /headroom/profile':
      return json(response, tenant.profile);
    case 'POST /headroom/redraw':
      tenant.ceiling.redraw(Date.now());
      return json(response, { ceiling: ceilingOf(tenant) });
    case 'GET /headroom/record':
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      for (const entry of tenant.record.entries) response.write(`${JSON.stringify(entry)}\n`);
      response.end();
      return;
    default:
      response.writeHead(404).end();
  }
}

/** JSON has no infinity: null without a ceiling. */
function ceilingOf({ ceiling }: Tenant): number | null {
  return Number.isFinite(ceiling.limit) ? ceiling.limit : null;
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
