import type { Tags } from '../../contract/metrics.ts';
import { canonical } from '../../net/response-head.ts';
import { parseGoDuration } from '../../time/go-duration.ts';
import { customTags } from '../../vu/custom-tags.ts';
import type { Host } from '../../vu/host.ts';
import type { CookieStore } from './cookie-store.ts';
import { cookiesOf } from './cookies.ts';
import { encodeBody } from './encode-body.ts';
import { type ExpectedStatuses, isExpected } from './expected-statuses.ts';
import { BadUrl, parseUrl } from './parse-url.ts';

/** One call of k6/http with its arguments checked. */
export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  /** The `name` tag, undefined when it is the URL. */
  readonly name: string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array | undefined;
  readonly tags: Tags | undefined;
  readonly timeoutMs: number;
  readonly redirects: number;
  readonly responseType: 'text' | 'binary' | 'none';
  /** The expected statuses; undefined when answers are not judged. */
  readonly expected: ExpectedStatuses | undefined;
  readonly cookies: CookieStore;
  /** `http.request`, by which the response follows links and forms. */
  readonly request: Request;
  /** Cookies of this call alone. */
  readonly extraCookies: Readonly<Record<string, { readonly value: string; readonly replace: boolean }>>;
}

export type Request = (method: unknown, url: unknown, body?: unknown, params?: unknown) => unknown;

interface Params {
  readonly auth?: unknown;
  readonly compression?: unknown;
  readonly cookies?: unknown;
  readonly headers?: unknown;
  readonly jar?: unknown;
  readonly redirects?: unknown;
  readonly responseType?: unknown;
  readonly tags?: unknown;
  readonly timeout?: unknown;
  readonly responseCallback?: unknown;
}

/** The result of `http.url`: a URL, and a name that has `${}` for each value. */
export class NamedUrl {
  readonly url: string;
  readonly name: string;

  constructor(url: string, name: string) {
    this.url = url;
    this.name = name;
  }
}

const methodPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Checks the arguments of a verb. Throws a BadUrl for a URL that k6 answers with an error code, and an error on bad
 * params.
 */
export function parseCall(
  host: Host,
  method: unknown,
  target: unknown,
  body: unknown,
  given: unknown,
  expected: ExpectedStatuses | undefined,
  request: Request,
): HttpCall {
  const params = (given ?? {}) as Params;
  const verb = String(method).toUpperCase();
  if (!methodPattern.test(verb)) throw host.error(`net/http: invalid method "${verb}"`);
  const headers = new Map<string, string>([['User-Agent', host.options.userAgent]]);
  const encoded = encodeBody(host, body, String(params.compression ?? ''));
  if (encoded?.contentType) headers.set('Content-Type', encoded.contentType);
  if (encoded?.contentEncoding) headers.set('Content-Encoding', encoded.contentEncoding);
  for (const [name, value] of Object.entries((params.headers ?? {}) as object))
    headers.set(canonical(name), String(value));
  const url = parseUrl(target instanceof NamedUrl ? target.url : String(target));
  if (url instanceof BadUrl) throw url;
  authorise(host, url, params.auth, headers);
  return {
    method: verb,
    url,
    name: target instanceof NamedUrl ? target.name : undefined,
    headers,
    body: encoded?.bytes,
    tags: customTags(host, params.tags),
    timeoutMs:
      params.timeout === undefined || params.timeout === null ? 60_000 : durationArgument(host, params.timeout),
    redirects: params.redirects === undefined ? host.options.maxRedirects : Number(params.redirects),
    responseType: responseType(host, params.responseType),
    expected: 'responseCallback' in params ? expectedFrom(host, params.responseCallback) : expected,
    cookies: cookiesOf(host, params.jar),
    request,
    extraCookies: extraCookies(params.cookies),
  };
}

/** Reads a `responseCallback`: a result of `expectedStatuses`, or null for none. */
export function expectedFrom(host: Host, callback: unknown): ExpectedStatuses | undefined {
  if (callback === null || callback === undefined) return undefined;
  if (!isExpected(callback)) throw host.typeError('unsupported responseCallback: use http.expectedStatuses()');
  return callback;
}

function authorise(host: Host, url: URL, auth: unknown, headers: Map<string, string>): void {
  if (auth !== undefined && auth !== '' && auth !== 'basic') {
    throw host.unsupported('auth', ` "${String(auth)}"`);
  }
  if (url.username === '' || headers.has('Authorization')) return;
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  headers.set('Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
}

function responseType(host: Host, given: unknown): HttpCall['responseType'] {
  if (given === undefined || given === null) return host.options.discardResponseBodies ? 'none' : 'text';
  if (given === 'text' || given === 'binary' || given === 'none') return given;
  throw host.error(`${String(given)} is not a valid responseType: text, binary or none`);
}

function extraCookies(given: unknown): HttpCall['extraCookies'] {
  const cookies = Object.entries((given ?? {}) as object).map(([name, value]) => {
    const isObject = typeof value === 'object' && value !== null;
    const cookie = isObject
      ? { value: String(value.value ?? ''), replace: Boolean(value.replace) }
      : { value: String(value), replace: false };
    return [name, cookie] as const;
  });
  return Object.fromEntries(cookies);
}

/** Reads a Go duration or a number of milliseconds, in ms. Any other value throws. */
function durationArgument(host: Host, value: unknown): number {
  const ms = typeof value === 'number' ? value : parseGoDuration(String(value));
  if (ms !== undefined) return ms;
  throw host.typeError(`invalid duration "${String(value)}": write 500ms, 10s, 1m30s or a number of milliseconds`);
}
