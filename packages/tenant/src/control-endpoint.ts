import type { ServerResponse } from 'node:http';
import type { Tenant } from './org/tenant.ts';
import { patchedProfile } from './profile/merge-patch.ts';

export interface ControlCall {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Drops every connection but the one of this call. */
  restart(): void;
}

/**
 * Answers the tenant's own endpoint, which no Genesys client knows and no load test reads: `GET /headroom/state`, `GET
 * /headroom/record` and `GET /headroom/faults` (NDJSON), `GET` and `PATCH /headroom/profile`, `POST /headroom/redraw`
 * (draws the ceiling anew), `POST /headroom/restart`.
 */
export function answerControl(
  tenant: Tenant,
  { method, path, body, restart }: ControlCall,
  response: ServerResponse,
): void {
  switch (`${method} ${path}`) {
    case 'GET /headroom/state':
      return json(response, {
        ceiling: ceilingOf(tenant),
        open: tenant.admission.open,
        peak: tenant.admission.peak,
        waiting: tenant.routing.waiting,
        record: { entries: tenant.record.entries.length, dropped: tenant.record.dropped },
      });
    case 'GET /headroom/profile':
      return json(response, tenant.profile);
    case 'PATCH /headroom/profile':
      return change(tenant, body, response);
    case 'POST /headroom/redraw':
      tenant.ceiling.redraw(tenant.clock.now());
      return json(response, { ceiling: ceilingOf(tenant) });
    case 'POST /headroom/restart':
      restart();
      return json(response, {});
    case 'GET /headroom/record':
      return ndjson(response, tenant.record.entries);
    case 'GET /headroom/faults':
      return ndjson(response, tenant.faults.done);
    default:
      response.writeHead(404).end();
  }
}

function change(tenant: Tenant, body: string, response: ServerResponse): void {
  try {
    tenant.change(patchedProfile(tenant.profile, body));
    json(response, tenant.profile);
  } catch (error) {
    json(response, { message: error instanceof Error ? error.message : String(error) }, 400);
  }
}

/** Null without a ceiling: JSON has no infinity. */
function ceilingOf({ ceiling }: Tenant): number | null {
  return Number.isFinite(ceiling.limit) ? ceiling.limit : null;
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function ndjson(response: ServerResponse, entries: readonly unknown[]): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  for (const entry of entries) response.write(`${JSON.stringify(entry)}\n`);
  response.end();
}
