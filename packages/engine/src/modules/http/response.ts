import { canonicalHeaders, isNamed } from '../../net/response-head.ts';
import type { HttpReply } from '../../ports/http.ts';
import type { Host } from '../../vu/host.ts';
import { parseHtml } from '../html/index.ts';
import type { Selection } from '../html/selection.ts';
import { byName, type Cookie, parseSetCookie } from './cookie-store.ts';
import { undecodable } from './decode-body.ts';
import { formOf, linkOf, type Next } from './follow.ts';
import type { HttpCall } from './http-call.ts';
import { selectJson } from './json-path.ts';
import { errorCode, type SentRequest } from './sent-request.ts';

/** The response object of k6/http. The body of the reply is decoded already. */
export class Response {
  readonly remote_ip: string;
  readonly remote_port: number;
  readonly url: string;
  readonly status: number;
  readonly status_text: string;
  readonly proto: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, object[]>>;
  readonly body: string | ArrayBuffer | null;
  readonly timings: object;
  readonly tls_version: string;
  readonly tls_cipher_suite: string;
  readonly ocsp: object;
  readonly error: string;
  readonly error_code: number;
  readonly request: object;
  readonly #host: Host;
  /** `http.request`, for links and forms. */
  readonly #request: HttpCall['request'];

  constructor(host: Host, call: HttpCall, sent: SentRequest, reply: HttpReply) {
    this.#host = host;
    this.#request = call.request;
    this.remote_ip = reply.remoteIp;
    this.remote_port = reply.remotePort;
    this.url = sent.url.href;
    this.status = reply.status;
    this.status_text = reply.statusText;
    this.proto = reply.proto;
    this.headers = canonicalHeaders(reply.headers);
    this.cookies = cookiesOf(reply, sent.url);
    this.body = bodyOf(host, call, reply);
    const { duration, blocked, connecting, tls_handshaking, sending, waiting, receiving } = reply.timings;
    this.timings = { duration, blocked, looking_up: 0, connecting, tls_handshaking, sending, waiting, receiving };
    this.tls_version = reply.tlsVersion;
    this.tls_cipher_suite = reply.tlsCipher;
    const ocsp = { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' };
    this.ocsp = ocsp;
    this.error = reply.error;
    this.error_code = errorCode(reply);
    this.request = requestOf(sent);
  }

  /** Parses the body as JSON, and selects by a path in it (`items.0.name`, `items.#.name`). */
  json(selector?: unknown): unknown {
    const host = this.#host;
    if (this.body === null) {
      throw host.error(
        "the body is null so we can't transform it to JSON - this likely was because of a request error getting the response",
      );
    }
    const text = typeof this.body === 'string' ? this.body : Buffer.from(this.body).toString();
    let parsed: unknown;
    try {
      parsed = host.parse(text);
    } catch (error) {
      throw host.error(`cannot parse json due to an error: ${(error as Error).message}`);
    }
    return selector === undefined ? parsed : selectJson(host, parsed, String(selector));
  }

  /** The body as HTML, or what a selector finds in it. */
  html(selector?: unknown): Selection {
    if (this.body === null) throw this.#host.error("the body is null so we can't transform it to HTML");
    const page = parseHtml(this.#host, typeof this.body === 'string' ? this.body : Buffer.from(this.body).toString());
    return selector === undefined ? page : page.find(selector);
  }

  submitForm(given?: unknown): unknown {
    return this.#follow(formOf(this.#host, this.html(), this.url, given));
  }

  clickLink(given?: unknown): unknown {
    return this.#follow(linkOf(this.#host, this.html(), this.url, given));
  }

  #follow({ method, url, body, params }: Next): unknown {
    return this.#request(method, url, body, params);
  }
}

function cookiesOf(reply: HttpReply, url: URL): Record<string, object[]> {
  const cookies: (readonly [string, object])[] = [];
  for (const [name, value] of reply.headers) {
    const cookie = isNamed(name, 'set-cookie') ? parseSetCookie(value, url) : undefined;
    if (cookie) cookies.push([cookie.name, shown(cookie)]);
  }
  return byName(cookies);
}

function shown(cookie: Cookie): object {
  const { name, value, domain, hostOnly, path, httpOnly, secure, maxAge, expiresMs } = cookie;
  return {
    name,
    value,
    domain: hostOnly ? '' : domain,
    path,
    http_only: httpOnly,
    secure,
    max_age: maxAge,
    expires: expiresMs ?? 0,
  };
}

function bodyOf(host: Host, { responseType }: HttpCall, { status, errorCode: code, body }: HttpReply) {
  if (responseType === 'none' || status === 0 || code === undecodable) return null;
  if (responseType === 'binary') return host.arrayBuffer(body);
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
}

function requestOf({ method, url, headers, body, cookies }: SentRequest): object {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of headers) if (name !== 'Host') lists[name] = [value];
  const shownCookies = byName(Object.entries(cookies).map(([name, cookie]) => [name, { name, ...cookie }]));
  const text = body === undefined ? '' : Buffer.from(body).toString();
  return { method, url: url.href, headers: lists, body: text, cookies: shownCookies };
}
