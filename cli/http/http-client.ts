import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { jsonDepthBeyond } from './json-depth.ts';
import { proxyFor } from './proxy-from-env.ts';

export interface HttpCall {
  readonly method: Dispatcher.HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** When an answer was given: by the server's clock (its header `Date`), and between which times (Unix ms) of this one. */
export interface ServerDate {
  readonly date: string;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

/** The answer to a call, its body as text. `status` 0 means that no whole answer came; `text` then says why. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly server?: ServerDate;
  readonly retryAfter?: string;
  /** Where a redirect leads. */
  readonly location?: string;
}

export interface HttpBounds {
  /** For the whole call, from the first packet to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly jsonDepth: number;
}

/** What an answer may be (docs/security.md, "Bounds"). No answer that headroom asks for comes near. */
export const HTTP_BOUNDS: HttpBounds = {
  timeoutMs: 30_000,
  bodyBytes: 16 * 1_024 * 1_024,
  headerBytes: 64 * 1_024,
  jsonDepth: 100,
};

/**
 * The HTTP client of all commands. It follows no redirect, takes no compressed answer, ends an answer that is beyond a
 * bound, and goes through the proxies that the environment names. A certificate authority of one's own is given to Node
 * itself, by NODE_EXTRA_CA_CERTS.
 */
export class HttpClient {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #bounds: HttpBounds;
  readonly #direct: Agent;
  readonly #proxies = new Map<string, ProxyAgent>();

  constructor(env: Readonly<Record<string, string | undefined>>, bounds: Partial<HttpBounds> = {}) {
    this.#env = env;
    this.#bounds = { ...HTTP_BOUNDS, ...bounds };
    this.#direct = new Agent({ maxHeaderSize: this.#bounds.headerBytes });
  }

  /** Makes one call. Throws only for a proxy setting that is none. */
  async call({ method, url, headers, body }: HttpCall): Promise<HttpAnswer> {
    const dispatcher = this.#dispatcherFor(url);
    const signal = AbortSignal.timeout(this.#bounds.timeoutMs);
    const sentAtMs = Date.now();
    try {
      const response = await request(url, { method, headers, signal, dispatcher, body: body ?? null });
      const [date, retryAfter, location] = ['date', 'retry-after', 'location'].map((name) =>
        headerIn(response.headers, name),
      );
      const answeredAtMs = Date.now();
      const text = await this.#textOf(response.body);
      return {
        status: response.statusCode,
        text,
        ...(date === undefined ? {} : { server: { date, sentAtMs, answeredAtMs } }),
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(location === undefined ? {} : { location }),
      };
    } catch (error) {
      return { status: 0, text: this.#reasonOf(error) };
    }
  }

  async #textOf(body: Dispatcher.ResponseData['body']): Promise<string> {
    const { bodyBytes, jsonDepth } = this.#bounds;
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Leaving the loop early destroys the stream, and with it the connection.
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bodyBytes) throw new AnswerError(`an answer of more than ${bodyBytes} bytes`);
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    if (jsonDepthBeyond(text, jsonDepth)) throw new AnswerError(`an answer of more than ${jsonDepth} levels`);
    return text;
  }

  #dispatcherFor(url: string): Dispatcher {
    const proxy = proxyFor(url, this.#env);
    if (proxy === undefined) return this.#direct;
    const known = this.#proxies.get(proxy.href);
    if (known !== undefined) return known;
    const made = new ProxyAgent({ uri: proxy.href, maxHeaderSize: this.#bounds.headerBytes });
    this.#proxies.set(proxy.href, made);
    return made;
  }

  #reasonOf(error: unknown): string {
    const { name, code, message, cause } = error as Error & { code?: string; cause?: { code?: string } };
    if (name === 'TimeoutError') return `no whole answer in ${this.#bounds.timeoutMs / 1_000} s`;
    if (code === 'UND_ERR_HEADERS_OVERFLOW') return `headers of more than ${this.#bounds.headerBytes} bytes`;
    return error instanceof AnswerError ? message : (cause?.code ?? code ?? message);
  }
}

/** An answer beyond a bound. */
class AnswerError extends Error {}

function headerIn(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
