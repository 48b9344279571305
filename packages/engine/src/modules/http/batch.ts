import type { Host } from '../../vu/host.ts';
import type { Operation } from '../../vu/iteration.ts';
import { initContextError } from '../common/init-context.ts';
import { type HttpCall, NamedUrl } from './http-call.ts';
import { HttpTransfer } from './http-transfer.ts';
import { Response } from './response.ts';

type Parse = (method: unknown, url: unknown, body: unknown, params: unknown) => HttpCall | Response;

/** `http.batch`: runs requests side by side, at most `batch` at once and `batchPerHost` to one host. */
export function runBatch(host: Host, given: unknown, parse: Parse): unknown {
  const { iteration } = host.vu;
  if (!iteration) throw initContextError(host, 'http requests');
  if (typeof given !== 'object' || given === null) throw host.typeError('http.batch needs an array or an object');
  const calls = Object.entries(given).map(([key, one]) => [key, parseOne(host, one, parse)] as const);
  const { Array: List, Object: Keyed } = host.intrinsics;
  const answers = (Array.isArray(given) ? new List() : new Keyed()) as Record<string, Response>;
  return host.waiting.wait('http.batch()', iteration, (settle) => {
    const batch = new Batch(host, calls, answers, () => {
      const failed = host.options.throw && Object.values(answers).find((response) => response.error !== '');
      if (failed) settle(host.error(failed.error));
      else settle(undefined, answers);
    });
    const operation: Operation = {
      stop: () => {
        batch.cancel();
        iteration.closed(operation);
      },
    };
    return operation;
  });
}

class Batch {
  readonly #host: Host;
  readonly #waiting: (readonly [string, HttpCall])[];
  readonly #answers: Record<string, Response>;
  readonly #done: () => void;
  readonly #running = new Set<HttpTransfer>();
  readonly #perHost = new Map<string, number>();
  readonly #empty: NodeJS.Immediate | undefined;

  constructor(
    host: Host,
    calls: readonly (readonly [string, HttpCall | Response])[],
    answers: Record<string, Response>,
    done: () => void,
  ) {
    this.#host = host;
    this.#answers = answers;
    this.#done = done;
    this.#waiting = [];
    for (const [key, call] of calls) {
      if (call instanceof Response) answers[key] = call;
      else this.#waiting.push([key, call]);
    }
    if (this.#waiting.length === 0) this.#empty = setImmediate(done);
    this.#startMore();
  }

  cancel(): void {
    clearImmediate(this.#empty);
    for (const performance of this.#running) performance.cancel();
  }

  #startMore(): void {
    const { batch, batchPerHost } = this.#host.options;
    for (let index = 0; index < this.#waiting.length && this.#running.size < batch; ) {
      const [key, call] = this.#waiting[index] as readonly [string, HttpCall];
      const now = this.#perHost.get(call.url.host) ?? 0;
      if (batchPerHost > 0 && now >= batchPerHost) {
        index += 1;
        continue;
      }
      this.#waiting.splice(index, 1);
      this.#perHost.set(call.url.host, now + 1);
      this.#start(key, call);
    }
  }

  #start(key: string, call: HttpCall): void {
    const performance = new HttpTransfer(this.#host, this.#host.vu, call, (response) => {
      this.#running.delete(performance);
      this.#perHost.set(call.url.host, (this.#perHost.get(call.url.host) ?? 1) - 1);
      this.#answers[key] = response;
      this.#startMore();
      if (this.#running.size === 0 && this.#waiting.length === 0) this.#done();
    });
    this.#running.add(performance);
  }
}

function parseOne(host: Host, one: unknown, parse: Parse): HttpCall | Response {
  if (typeof one === 'string' || one instanceof NamedUrl) return parse('GET', one, null, undefined);
  if (Array.isArray(one)) return parse(one[0], one[1], one[2], one[3]);
  const { method, url, body, params } = (one ?? {}) as Record<string, unknown>;
  if (url === undefined) throw host.typeError('a request of http.batch is a URL, an array or an object with a url');
  return parse(method ?? 'GET', url, body, params);
}
