import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '@headroom/genesys-wire/platform';
import type { ZodError } from 'zod';
import { ApiAnswer } from './call.ts';

/** An error response in Genesys's shape (docs/facts/genesys.md section 2.2). */
export function failure(
  status: number,
  code: string,
  message: string,
  more: Pick<ErrorBody, 'details' | 'limit'> = {},
): ApiAnswer {
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
  return new ApiAnswer(status, body);
}

/** 429 with `Retry-After`, and with the limit that was exceeded, where one was (docs/facts/genesys.md section 2.2). */
export function tooManyRequests(seconds: number, limit?: NonNullable<ErrorBody['limit']>): ApiAnswer {
  const message = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`;
  const { body } = failure(429, 'too.many.requests.retry.after', message, limit === undefined ? {} : { limit });
  return new ApiAnswer(429, body, { 'Retry-After': seconds });
}

export const notFound = (what: string): ApiAnswer => failure(404, 'not.found', `${what} could not be found`);
export const badRequest = (message: string): ApiAnswer => failure(400, 'bad.request', message);

/** 400 for a request body that does not fit its schema: each wrong field by its name. */
export function invalidBody({ issues }: ZodError): ApiAnswer {
  const details = issues.map(({ path }) => ({ errorCode: 'invalid.value', fieldName: path.join('.') }));
  const [first] = issues;
  return failure(400, 'bad.request', `${first?.path.join('.') || 'the body'}: ${first?.message}`, { details });
}

/** 400 for a client-credentials token where the call is about the caller's own user. */
export const userContextRequired = (): ApiAnswer => badRequest('This request requires a user context');
