import { failedReply, noTimings } from '../../net/failed-reply.ts';
import type { Host } from '../../vu/host.ts';
import { CookieStore } from './cookie-store.ts';
import { defaultExpected } from './expected-statuses.ts';
import type { BadUrl } from './parse-url.ts';
import { Response } from './response.ts';

/** The response of a verb to a URL that no request can be made of: its error code, without a request. */
export function badUrlReply(host: Host, method: string, { message, code }: BadUrl): Response {
  host.context.log('warning', `Request Failed: ${message}`);
  const reply = failedReply({ text: message, short: message, code }, noTimings);
  const url = new URL('http://invalid.invalid/');
  const call = {
    method,
    url,
    name: undefined,
    headers: new Map<string, string>(),
    body: undefined,
    tags: undefined,
    timeoutMs: 0,
    redirects: 0,
    responseType: 'text' as const,
    expected: defaultExpected,
    cookies: new CookieStore(),
    extraCookies: {},
    request: () => undefined,
  };
  const response = new Response(host, call, { method, url, headers: [], body: undefined, cookies: {} }, reply);
  return Object.assign(response, { url: '' });
}
