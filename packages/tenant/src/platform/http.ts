import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '@headroom/genesys-wire/platform';
import type { ZodError } from 'zod';
import type { Tenant } from '../tenant.ts';

/** Who a bearer token stands for. */
export type Caller =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'client' }
  | { readonly kind: 'guest' };

export interface Call {
  readonly tenant: Tenant;
  readonly caller: Caller;
  /** What the path's `{}` stood for. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  /** What its JSON says. */
  readonly body: unknown;
  readonly text: string;
  readonly token: string;
  /** `host:port` under which the tenant is reached. */
  readonly address: string;
}

/** A body with its status; a plain body is a 200. */
export class Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | number>>;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string | number>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export interface Route {
  readonly method: string;
  /** Such as `/api/v2/users/{}/presences/purecloud`. */
  readonly path: string;
  readonly answer: (call: Call) => unknown;
}

/** An error in Genesys's shape (genesys.md section 2.2). */
export function failure(
  status: number,
  code: string,
  message: string,
  more: Pick<ErrorBody, 'details' | 'limit'> = {},
): Answer {
  const body: ErrorBody = {
    message,
    code,
    status,
    messageWithParams: message,
    messageParams: {},
    contextId: randomUUID(),
    details: [],
    errors: [],
    ...more,
  };
  return new Answer(status, body);
}

/** 429 with when to try again, and which limit it was (genesys.md section 2.2). */
export function tooManyRequests(seconds: number, limit?: NonNullable<ErrorBody['limit']>): Answer {
  const message = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`;
  const { body } = failure(429, 'too.many.requests.retry.after', message, limit === undefined ? {} : { limit });
  return new Answer(429, body, { 'Retry-After': seconds });
}

export const notFound = (what: string): Answer => failure(404, 'not.found', `${what} could not be found`);
export const badRequest = (message: string): Answer => failure(400, 'bad.request', message);
/** A body that a schema refuses: each wrong field by its name. */
export function invalid({ issues }: ZodError): Answer {
  const details = issues.map(({ path, message }) => ({
    errorCode: 'invalid.value',
    fieldName: path.join('.'),
    message,
  }));
  const [first] = details;
  return failure(400, 'bad.request', `${first?.fieldName || 'the body'}: ${first?.message}`, { details });
}
/** What a client-credentials token gets where a user is meant. */
export const userContextRequired = (): Answer => badRequest('This request requires a user context');

export function page<T>(entities: readonly T[], query: URLSearchParams) {
  const pageSize = Math.max(1, Number(query.get('pageSize')) || 25);
  const pageNumber = Math.max(1, Number(query.get('pageNumber')) || 1);
  const start = (pageNumber - 1) * pageSize;
  return {
    entities: entities.slice(start, start + pageSize),
    pageSize,
    pageNumber,
    total: entities.length,
    pageCount: Math.ceil(entities.length / pageSize),
  };
}
