import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiRate } from '../admission/published-limits.ts';
import type { Tenant } from '../org/tenant.ts';
import { ApiAnswer, type ApiCaller, type ApiRoute } from './http/call.ts';
import { badRequest, failure, notFound, tooManyRequests } from './http/errors.ts';
import { Tokens } from './oauth/tokens.ts';
import { isPublic, routeFor, takesText } from './router.ts';

/** An HTTP request with its address taken apart and its body read. */
interface HttpRequest {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly text: string;
}

/** The Platform API and OAuth over HTTP. */
export class PlatformEndpoint {
  readonly #tenant: Tenant;
  readonly #tokens: Tokens;
  readonly #address: () => string;

  /** `address` gives the `host:port` under which the tenant is reached. */
  constructor(tenant: Tenant, address: () => string) {
    this.#tenant = tenant;
    this.#tokens = new Tokens(tenant.routing.agents, tenant.authorization);
    this.#address = address;
  }

  /** Answers `/oauth/token` and `/oauth/authorize`. */
  oauth({ request: { method, headers }, path, query, text }: HttpRequest): ApiAnswer {
    const nowMs = this.#tenant.clock.now();
    if (path === '/oauth/token' && method === 'POST') {
      const { status, body } = this.#tokens.issue(headers.authorization ?? '', new URLSearchParams(text), nowMs);
      return new ApiAnswer(status, body);
    }
    if (path !== '/oauth/authorize' || method !== 'GET') return notFound('The resource');
    const asked = this.#tokens.codes.authorize(query, nowMs);
    if ('location' in asked) return new ApiAnswer(302, undefined, { Location: asked.location });
    return new ApiAnswer(400, { error: 'invalid_request', error_description: asked.refused });
  }

  /** Answers a call of the Platform API. `response` gets the `inin-ratelimit-*` headers. */
  call({ request, path, query, text }: HttpRequest, response: ServerResponse): ApiAnswer {
    const found = routeFor(request.method ?? 'GET', path);
    if (found === undefined) return failure(404, 'not.found', 'The requested resource was not found');
    const nowMs = this.#tenant.clock.now();
    const token = (request.headers.authorization ?? '').replace(/^bearer /i, '');
    const needsNoToken = isPublic(found.route);
    const caller = needsNoToken ? ({ kind: 'guest' } as const) : this.#tokens.callerOf(token, nowMs);
    if (caller === undefined) return failure(401, 'bad.credentials', 'Invalid login credentials.');
    if (!needsNoToken) {
      const { ok, resetSeconds, key, allowed } = this.#rate(response, token, caller);
      if (!ok) return tooManyRequests(resetSeconds, { key, namespace: 'platform.api', value: allowed });
    }
    const exceeded = this.#tenant.organizationLimits.exceededBy(found.route.method, path, query);
    if (exceeded !== undefined) {
      const { resetSeconds, ...limit } = exceeded;
      return tooManyRequests(resetSeconds, limit);
    }
    const source = request.socket.remoteAddress ?? '';
    const burst = caller.kind === 'user' ? this.#tenant.faults.tooMany(source, nowMs) : undefined;
    if (burst !== undefined) return tooManyRequests(burst);
    const unknown = unknownParameter(found.route, query);
    if (unknown !== undefined) return badRequest(`The query parameter ${unknown} is not honoured by the simulation`);
    const body = takesText(found.route) ? { json: undefined } : parse(text);
    if (body === undefined) return failure(400, 'bad.request', 'The request body is not JSON');
    const answer = found.route.answer({
      tenant: this.#tenant,
      caller,
      ids: found.ids,
      query,
      body: body.json,
      text,
      token,
      revoke: () => this.#tokens.revoke(token),
      address: this.#address(),
    });
    return answer instanceof ApiAnswer ? answer : new ApiAnswer(200, answer);
  }

  #rate(response: ServerResponse, token: string, caller: ApiCaller): ApiRate {
    const rate = this.#tenant.limits.call(token, caller.kind === 'user' ? caller.userId : undefined);
    response.setHeader('inin-ratelimit-count', rate.count);
    response.setHeader('inin-ratelimit-allowed', rate.allowed);
    response.setHeader('inin-ratelimit-reset', rate.resetSeconds);
    return rate;
  }
}

/** A parameter that the route does not honour. One without a value is as good as none: some SDKs send those. */
function unknownParameter({ query: honoured = [] }: ApiRoute, query: URLSearchParams): string | undefined {
  if (honoured === 'unchecked') return undefined;
  const isHonoured = (name: string, value: string) =>
    value === '' || honoured.includes(name) || honoured.includes(`${name}=${value.toLowerCase()}`);
  return [...query].find(([name, value]) => !isHonoured(name, value))?.[0];
}

function parse(text: string): { readonly json: unknown } | undefined {
  if (text === '') return { json: undefined };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
