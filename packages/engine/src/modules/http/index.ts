import type { Host } from '../../vu/host.ts';
import type { Operation } from '../../vu/iteration.ts';
import { initContextError } from '../common/init-context.ts';
import { operationPromise } from '../common/operation-promise.ts';
import { badUrlReply } from './bad-url-response.ts';
import { runBatch } from './batch.ts';
import { constants } from './constants.ts';
import { createCookieJar } from './cookies.ts';
import { FileData } from './encode-body.ts';
import { defaultExpected, type ExpectedStatuses, expectedStatuses } from './expected-statuses.ts';
import { expectedFrom, type HttpCall, NamedUrl, parseCall } from './http-call.ts';
import { HttpTransfer } from './http-transfer.ts';
import { BadUrl } from './parse-url.ts';
import { Response } from './response.ts';

const expectedKey = Symbol('response callback');

/** The module `k6/http`. */
export function createHttp(host: Host) {
  const expected = () =>
    host.vu.state<{ value: ExpectedStatuses | undefined }>(expectedKey, () => ({ value: defaultExpected }));
  const parse = (method: unknown, url: unknown, body: unknown, params: unknown): HttpCall | Response => {
    if (!host.vu.iteration) throw initContextError(host, 'http requests');
    try {
      return parseCall(host, method, url, body, params, expected().value, request);
    } catch (error) {
      if (!(error instanceof BadUrl)) throw error;
      if (host.options.throw) throw host.error(error.message);
      return badUrlReply(host, String(method), error);
    }
  };
  function request(method: unknown, url: unknown, body?: unknown, params?: unknown): unknown {
    const call = parse(method, url, body, params);
    return call instanceof Response ? call : block(host, call);
  }
  return {
    request,
    get: (url: unknown, params?: unknown) => request('GET', url, null, params),
    head: (url: unknown, params?: unknown) => request('HEAD', url, null, params),
    post: (url: unknown, body?: unknown, params?: unknown) => request('POST', url, body, params),
    put: (url: unknown, body?: unknown, params?: unknown) => request('PUT', url, body, params),
    patch: (url: unknown, body?: unknown, params?: unknown) => request('PATCH', url, body, params),
    del: (url: unknown, body?: unknown, params?: unknown) => request('DELETE', url, body, params),
    options: (url: unknown, body?: unknown, params?: unknown) => request('OPTIONS', url, body, params),
    asyncRequest(method: unknown, url: unknown, body?: unknown, params?: unknown) {
      if (host.vu.iteration?.refusesProgress) {
        throw host.hazard('http.asyncRequest inside a k6/ws handler makes no progress until ws.connect returns');
      }
      const call = parse(method, url, body, params);
      return call instanceof Response ? host.intrinsics.Promise.resolve(call) : asPromise(host, call);
    },
    batch: (requests: unknown) => runBatch(host, requests, parse),
    url: (strings: readonly string[], ...values: unknown[]) => named(strings, values),
    file: (data: unknown, filename?: unknown, contentType?: unknown) => new FileData(data, filename, contentType),
    expectedStatuses: (...given: unknown[]) => expectedStatuses(host, given),
    setResponseCallback(callback: unknown): void {
      expected().value = expectedFrom(host, callback);
    },
    ...createCookieJar(host),
    ...constants,
  };
}

function block(host: Host, call: HttpCall): unknown {
  const { vu } = host;
  const { iteration } = vu;
  if (!iteration) throw initContextError(host, 'http requests');
  return host.waiting.wait<Response>(`http ${call.method}`, iteration, (settle) => {
    const performance = new HttpTransfer(host, vu, call, (response) => {
      if (response.error !== '' && host.options.throw) settle(host.error(response.error));
      else settle(undefined, response);
    });
    const operation: Operation = {
      stop: () => {
        performance.cancel();
        iteration.closed(operation);
      },
    };
    return operation;
  });
}

function asPromise(host: Host, call: HttpCall): Promise<Response> {
  const { vu } = host;
  return operationPromise<Response>(
    host,
    (resolve, reject) =>
      new HttpTransfer(host, vu, call, (response) => {
        if (response.error !== '' && host.options.throw) reject(host.error(response.error));
        else resolve(response);
      }),
  );
}

function named(strings: readonly string[], values: readonly unknown[]): NamedUrl {
  const url = strings.map((text, index) => text + (index < values.length ? String(values[index]) : '')).join('');
  return new NamedUrl(url, strings.join(`$\{}`));
}
