import type { Host } from '../../vu/host.ts';
import { byName, type Cookie, CookieStore } from './cookie-store.ts';

const jarKey = Symbol('cookie jar');
const stores = new WeakMap<object, CookieStore>();

/** The cookies of the current VU. They are emptied for each iteration unless `noCookiesReset`. */
export function vuCookies(host: Host): CookieStore {
  const { vu } = host;
  const kept = vu.state(jarKey, () => ({ iteration: vu.iteration, store: new CookieStore() }));
  if (kept.iteration !== vu.iteration && !host.options.noCookiesReset) {
    kept.store = new CookieStore();
    kept.iteration = vu.iteration;
  }
  return kept.store;
}

/** The cookies of a `jar` parameter, or those of the current VU when there is none. */
export function cookiesOf(host: Host, jar: unknown): CookieStore {
  return (typeof jar === 'object' && jar !== null ? stores.get(jar) : undefined) ?? vuCookies(host);
}

/** The `Cookie` header for a URL; `''` when there is none. */
export function cookieHeader(host: Host, url: string, jar: unknown): string {
  return cookiesOf(host, jar)
    .forUrl(new URL(url))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

interface CookieOptions {
  readonly domain?: unknown;
  readonly path?: unknown;
  readonly expires?: unknown;
  readonly max_age?: unknown;
  readonly secure?: unknown;
  readonly http_only?: unknown;
}

/** The class `http.CookieJar` and `http.cookieJar()`. */
export function createCookieJar(host: Host) {
  class CookieJar {
    constructor(store: unknown = undefined) {
      stores.set(this, store instanceof CookieStore ? store : new CookieStore());
    }

    set(url: unknown, name: unknown, value: unknown, options?: CookieOptions | null): void {
      const target = new URL(String(url));
      cookiesOf(host, this).store(target, cookieFrom(target, String(name), String(value), options ?? {}));
    }

    cookiesForURL(url: unknown): Record<string, string[]> {
      const found = cookiesOf(host, this).forUrl(new URL(String(url)));
      return byName(found.map(({ name, value }) => [name, value]));
    }

    clear(url: unknown): void {
      const store = cookiesOf(host, this);
      const target = new URL(String(url));
      for (const { name } of store.forUrl(target)) store.delete(target, name);
    }

    delete(url: unknown, name: unknown): void {
      cookiesOf(host, this).delete(new URL(String(url)), String(name));
    }
  }
  return { CookieJar, cookieJar: () => new CookieJar(vuCookies(host)) };
}

function cookieFrom(url: URL, name: string, value: string, options: CookieOptions): Cookie {
  const maxAge = options.max_age === undefined ? undefined : Number(options.max_age);
  const expires = options.expires === undefined ? undefined : Date.parse(String(options.expires));
  return {
    name,
    value,
    domain: options.domain === undefined ? url.hostname : String(options.domain).replace(/^\./, ''),
    hostOnly: options.domain === undefined,
    path: options.path === undefined ? '/' : String(options.path),
    secure: Boolean(options.secure),
    httpOnly: Boolean(options.http_only),
    maxAge: maxAge ?? 0,
    expiresMs: maxAge === undefined ? expires : Date.now() + maxAge * 1000,
  };
}
