import type { RunIo } from '@headroom/engine';
import { isObject, type JsonObject } from '../../report/read/json.ts';
import { shownLine } from '../../report/render/shown-text.ts';
import { HttpClient } from '../http/http-client.ts';
import { knownSecrets } from '../io/secrets.ts';
import { CallPace } from '../platform/call-pace.ts';
import { type CallManner, fetchPaced } from '../platform/paced-fetch.ts';

/** Where the API of Grafana Cloud k6 is (docs/facts/k6.md section 9, K9.23). */
export const CLOUD_ORIGIN = 'https://api.k6.io';

/** No limit is published; a run of both sides takes about 250 calls. */
const CALLS_A_MINUTE = 600;
const LONGEST_SAYING = 200;

export interface CloudAccount {
  /** `https://api.k6.io`. */
  readonly origin: string;
  readonly token: string;
  /** The numeric id of the stack, or its name, as in `https://<name>.grafana.net`. */
  readonly stack: string;
}

/** The cloud refused a call, or answered otherwise than documented. The message is one line with the next command. */
export class CloudError extends Error {}

/** Reads from the API of Grafana Cloud k6, with one token. */
export class CloudApi {
  readonly #account: CloudAccount;
  readonly #manner: CallManner;
  #stackId: Promise<string> | undefined;

  constructor(account: CloudAccount, { env, stderr }: Pick<RunIo, 'env' | 'stderr'>) {
    knownSecrets.add(account.token);
    this.#account = account;
    const say = (line: string) => stderr.write(`cloud: ${line}\n`);
    this.#manner = { http: new HttpClient(env), pace: new CallPace(CALLS_A_MINUTE), say };
  }

  /** Reads an object. Throws `CloudError`. */
  async read(path: string): Promise<JsonObject> {
    this.#stackId ??= this.#findStack();
    return await this.#call(path, { 'X-Stack-Id': await this.#stackId });
  }

  async #findStack(): Promise<string> {
    const { stack } = this.#account;
    if (/^\d+$/.test(stack)) return stack;
    const address = stack.includes('://') ? stack : `https://${stack}.grafana.net`;
    const { stack_id: id } = await this.#call('/cloud/v6/auth', { 'X-Stack-Url': address });
    if (typeof id === 'number') return String(id);
    throw new CloudError(`stack ${stack}: the cloud gave no id of it; allowed: its numeric id`);
  }

  async #call(path: string, headers: Readonly<Record<string, string>>): Promise<JsonObject> {
    const { origin, token, stack } = this.#account;
    const url = `${origin}${path}`;
    const { status, text } = await fetchPaced(
      { method: 'GET', url, headers: { ...headers, Authorization: `Bearer ${token}`, Accept: 'application/json' } },
      this.#manner,
    );
    const what = decodeURIComponent(path.replace(/\?.*$/, ''));
    if (status === 401 || status === 403)
      throw new CloudError(
        `HTTP ${status}: the token in K6_CLOUD_TOKEN is refused for stack ${stack}; allowed: one of that stack, by Testing & synthetics, Performance, Settings, Access; k6 cloud login --token … --stack ${stack} tries it`,
      );
    if (status !== 200) throw new CloudError(`GET ${what}: ${status === 0 ? text : `HTTP ${status}${sayingIn(text)}`}`);
    const body = parsed(text);
    if (body === undefined) throw new CloudError(`GET ${what}: no JSON object in the answer`);
    return body;
  }
}

function parsed(text: string): JsonObject | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** What the cloud says of an error, cut to a line. */
function sayingIn(text: string): string {
  const error = parsed(text)?.error;
  const message = isObject(error) ? error.message : undefined;
  return typeof message === 'string' ? `: ${shownLine(message).slice(0, LONGEST_SAYING)}` : '';
}
