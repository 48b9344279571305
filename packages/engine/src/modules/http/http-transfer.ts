import type { Tags } from '../../contract/metrics.ts';
import { hostPort } from '../../net/dial-address.ts';
import { headerIn, isNamed } from '../../net/response-head.ts';
import type { HttpReply } from '../../ports/http.ts';
import type { Cancellable } from '../../ports/io.ts';
import type { CurrentVu } from '../../vu/current-vu.ts';
import type { Host } from '../../vu/host.ts';
import { tagSet } from '../../vu/tag-sets.ts';
import { parseSetCookie } from './cookie-store.ts';
import { decoded } from './decode-body.ts';
import { expects } from './expected-statuses.ts';
import type { HttpCall } from './http-call.ts';
import { BadUrl, parseUrl } from './parse-url.ts';
import { Response } from './response.ts';
import { errorCode, type SentRequest } from './sent-request.ts';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Headers that do not follow a redirect to another host. */
const SECRETS: readonly string[] = ['Authorization', 'Cookie'];

interface Redirect {
  readonly method: string;
  readonly url: URL;
  readonly body: Uint8Array | undefined;
}

/**
 * Makes a call and follows its redirects, with samples for each request. `done` is called once, never synchronously.
 */
export class HttpTransfer implements Cancellable {
  readonly #host: Host;
  readonly #vu: CurrentVu;
  readonly #call: HttpCall;
  readonly #tags: Tags;
  readonly #done: (response: Response) => void;
  #running: Cancellable | undefined;
  #redirectsLeft: number;

  constructor(host: Host, vu: CurrentVu, call: HttpCall, done: (response: Response) => void) {
    this.#host = host;
    this.#vu = vu;
    this.#call = call;
    this.#done = done;
    this.#redirectsLeft = call.redirects;
    this.#tags = call.tags ? vu.tags.with(call.tags) : vu.tags.all;
    this.#send(call.method, call.url, call.body);
  }

  cancel(): void {
    this.#running?.cancel();
  }

  #send(method: string, url: URL, body: Uint8Array | undefined): void {
    const sent = this.#prepare(method, url, body);
    const { timeoutMs, responseType } = this.#call;
    const { traffic, idInInstance } = this.#vu;
    const request = {
      method,
      url: url.href,
      headers: sent.headers,
      body,
      timeoutMs,
      discardBody: responseType === 'none',
    };
    this.#running = this.#host.io.exchange(request, (reply) => this.#answered(sent, reply), {
      vuId: idInInstance,
      traffic,
    });
  }

  #prepare(method: string, url: URL, body: Uint8Array | undefined): SentRequest {
    const { headers, cookies, extraCookies, url: first } = this.#call;
    const elsewhere = url !== first && url.hostname !== first.hostname;
    const list: [string, string][] = [['Host', headers.get('Host') ?? url.host]];
    for (const header of headers) {
      if (header[0] !== 'Host' && !(elsewhere && SECRETS.includes(header[0]))) list.push(header);
    }
    const sentCookies: (readonly [string, { value: string; replace: boolean }])[] = [];
    for (const { name, value } of cookies.forUrl(url)) {
      if (!extraCookies[name]?.replace) sentCookies.push([name, { value, replace: false }]);
    }
    for (const [name, cookie] of Object.entries(extraCookies)) sentCookies.push([name, { ...cookie }]);
    const pairs = sentCookies.map(([name, { value }]) => `${name}=${value}`);
    if (pairs.length > 0 && (elsewhere || !headers.has('Cookie'))) list.push(['Cookie', pairs.join('; ')]);
    const needsLength = body !== undefined || ['POST', 'PUT', 'PATCH'].includes(method);
    if (needsLength) list.push(['Content-Length', String(body?.length ?? 0)]);
    return { method, url, headers: list, body, cookies: Object.fromEntries(sentCookies) };
  }

  #answered(sent: SentRequest, answer: HttpReply): void {
    this.#keepCookies(sent, answer);
    const next = this.#redirect(sent, answer);
    if (next && 'url' in next) {
      this.#push(sent, answer);
      this.#send(next.method, next.url, next.body);
      return;
    }
    const reply = decoded(this.#host, next ? unfollowed(answer, next) : answer);
    this.#push(sent, reply);
    if (reply.error !== '') this.#warn(sent, reply);
    this.#done(new Response(this.#host, this.#call, sent, reply));
  }

  #keepCookies(sent: SentRequest, answer: HttpReply): void {
    for (const [name, value] of answer.headers) {
      if (!isNamed(name, 'set-cookie')) continue;
      const cookie = parseSetCookie(value, sent.url);
      if (cookie) this.#call.cookies.store(sent.url, cookie);
    }
  }

  /**
   * The request that a redirect asks for, a BadUrl when it cannot be made, undefined when there is no redirect to
   * follow.
   */
  #redirect(sent: SentRequest, answer: HttpReply): Redirect | BadUrl | undefined {
    if (!REDIRECTS.includes(answer.status)) return undefined;
    const location = headerIn(answer.headers, 'location');
    if (location === undefined) return undefined;
    if (this.#redirectsLeft <= 0) {
      if (this.#call.redirects > 0) {
        const text = `Stopped after ${this.#call.redirects} redirects and returned the redirection; pass { redirects: n } in request params or set global maxRedirects to silence this`;
        this.#host.context.log('warning', text);
      }
      return undefined;
    }
    this.#redirectsLeft -= 1;
    const url = parseUrl(location, sent.url);
    if (url instanceof BadUrl) return url;
    if (answer.status >= 307) return { method: sent.method, url, body: sent.body };
    return { method: sent.method === 'HEAD' ? 'HEAD' : 'GET', url, body: undefined };
  }

  #warn(sent: SentRequest, reply: HttpReply): void {
    const method = `${sent.method[0]}${sent.method.slice(1).toLowerCase()}`;
    this.#host.context.log('warning', `Request Failed: ${method} "${sent.url.href}": ${reply.errorDetail}`);
  }

  #push(sent: SentRequest, reply: HttpReply): void {
    const vu = this.#vu;
    const { expected } = this.#call;
    const ok = expected === undefined ? undefined : expects(expected, reply.status) && !isSpoilt(reply);
    const tags = this.#sampleTags(sent, reply, ok);
    const now = Date.now();
    const { timings } = reply;
    const push = (name: string, value: number) => vu.push(this.#host.builtin(name), value, tags, now);
    push('http_reqs', 1);
    push('http_req_duration', timings.duration);
    push('http_req_blocked', timings.blocked);
    push('http_req_connecting', timings.connecting);
    push('http_req_tls_handshaking', timings.tls_handshaking);
    push('http_req_sending', timings.sending);
    push('http_req_waiting', timings.waiting);
    push('http_req_receiving', timings.receiving);
    if (ok !== undefined) push('http_req_failed', ok ? 0 : 1);
  }

  #sampleTags(sent: SentRequest, reply: HttpReply, ok: boolean | undefined): Tags {
    const code = errorCode(reply);
    const name = this.#call.tags?.name ?? this.#call.name;
    const shown = name ?? shownUrl(sent.url);
    const tags: Record<string, string> = {};
    const set = (tag: string, value: string) => {
      if (value !== '' && this.#host.hasTag(tag)) tags[tag] = value;
    };
    set('method', sent.method);
    set('status', String(reply.status));
    set('url', shown);
    set('name', shown);
    set('proto', reply.proto);
    set('tls_version', reply.tlsVersion);
    set('error', reply.error);
    set('error_code', code === 0 ? '' : String(code));
    set('expected_response', ok === undefined ? '' : String(ok));
    set('ip', reply.remoteIp);
    return tagSet(this.#tags, tags);
  }
}

/** The reply for a redirect that cannot be followed: the redirection with an error. */
function unfollowed(answer: HttpReply, { message, code }: BadUrl): HttpReply {
  return { ...answer, error: message, errorCode: code, errorDetail: message };
}

/** Whether an answer came that is useless, such as an undecodable body: it counts as unexpected whatever its status. */
function isSpoilt({ status, error }: HttpReply): boolean {
  return status !== 0 && error !== '';
}

/** The URL as tags show it, with its credentials masked. */
function shownUrl(url: URL): string {
  return url.username === ''
    ? url.href
    : `${url.protocol}//****:****@${hostPort(url.hostname, Number(url.port))}${url.pathname}`;
}
