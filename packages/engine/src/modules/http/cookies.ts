import type { Host } from '../../vu/host.ts';
import { byName, type Cookie, CookieStore, defaultPath } from './cookie-store.ts';

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

    set(url: unknown, name: unknown, value: unknown, options?: CookieOptions | null): boolean {
      const target = targetOf(host, url);
      const cookie = target && cookieFrom(host, target, String(name), String(value), options ?? {});
      if (cookie) cookiesOf(host, this).store(target, cookie);
      return true;
    }

    cookiesForURL(url: unknown): Record<string, string[]> {
      const target = targetOf(host, url);
      const found = target ? cookiesOf(host, this).forUrl(target) : [];
      return byName(found.map(({ name, value }) => [name, value]));
    }

    clear(url: unknown): void {
      const store = cookiesOf(host, this);
      const target = targetOf(host, url);
      if (target) for (const { name } of store.forUrl(target)) store.delete(target, name);
    }

    delete(url: unknown, name: unknown): void {
      const target = targetOf(host, url);
      if (target) cookiesOf(host, this).delete(target, String(name));
    }
  }
  return { CookieJar, cookieJar: () => new CookieJar(vuCookies(host)) };
}

/** The URL whose cookies are meant; undefined for one that can have none, such as a relative one. */
function targetOf(host: Host, text: unknown): URL | undefined {
  try {
    const url = new URL(String(text));
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    const hasScheme = /^[^/?#]*:/.test(String(text));
    if (hasScheme) throw host.error(`parse "${text}": invalid URI for request`);
    return undefined;
  }
}

function cookieFrom(host: Host, url: URL, name: string, value: string, options: CookieOptions): Cookie {
  const maxAge = Math.trunc(Number(options.max_age ?? 0)) || 0;
  const path = String(options.path ?? '');
  return {
    name,
    value,
    domain: options.domain === undefined ? url.hostname : String(options.domain).replace(/^\./, ''),
    hostOnly: options.domain === undefined,
    path: path.startsWith('/') ? path : defaultPath(url.pathname),
    secure: Boolean(options.secure),
    httpOnly: Boolean(options.http_only),
    maxAge,
    // A max_age of 0 is one that was not given.
    expiresMs: maxAge === 0 ? expiryOf(host, options.expires) : Date.now() + maxAge * 1000,
  };
}

/** Reads a date of RFC 1123, such as `new Date().toUTCString()` gives; undefined for none. */
function expiryOf(host: Host, given: unknown): number | undefined {
  const text = String(given ?? '');
  if (text === '') return undefined;
  const ms = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [A-Z]{3,4}$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(ms)) throw host.error(`unable to parse "expires" date string "${text}"`);
  return ms;
}
