/** A cookie as RFC 6265 stores it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Whether the cookie is sent to `domain` alone, and not to subdomains. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Seconds as given; 0 when not. */
  readonly maxAge: number;
  /** Unix ms; undefined for a session cookie. */
  readonly expiresMs: number | undefined;
}

/** Cookies of one VU. */
export class CookieStore {
  #cookies: Cookie[] = [];

  /** Stores a cookie, unless its domain is not one of the URL's. */
  store(url: URL, cookie: Cookie): void {
    if (!domainFits(url.hostname, cookie.domain, false)) return;
    this.#cookies = this.#cookies.filter((known) => !sameCookie(known, cookie));
    if (cookie.expiresMs === undefined || cookie.expiresMs > Date.now()) this.#cookies.push(cookie);
  }

  forUrl(url: URL): Cookie[] {
    if (this.#cookies.length === 0) return [];
    const now = Date.now();
    return this.#cookies
      .filter((cookie) => domainFits(url.hostname, cookie.domain, cookie.hostOnly))
      .filter((cookie) => pathFits(url.pathname, cookie.path))
      .filter((cookie) => !cookie.secure || url.protocol === 'https:')
      .filter((cookie) => cookie.expiresMs === undefined || cookie.expiresMs > now)
      .sort((a, b) => b.path.length - a.path.length);
  }

  delete(url: URL, name: string): void {
    const gone = this.forUrl(url).filter((cookie) => cookie.name === name);
    this.#cookies = this.#cookies.filter((cookie) => !gone.includes(cookie));
  }
}

/** Groups values by name, in their order. A Map is used since a cookie may be called `constructor`. */
export function byName<T>(pairs: readonly (readonly [string, T])[]): Record<string, T[]> {
  if (pairs.length === 0) return {};
  const lists = new Map<string, T[]>();
  for (const [name, value] of pairs) {
    const list = lists.get(name);
    if (list) list.push(value);
    else lists.set(name, [value]);
  }
  return Object.fromEntries(lists);
}

function sameCookie(a: Cookie, b: Cookie): boolean {
  return a.name === b.name && a.domain === b.domain && a.path === b.path;
}

function domainFits(host: string, domain: string, hostOnly: boolean): boolean {
  return host === domain || (!hostOnly && host.endsWith(`.${domain}`));
}

function pathFits(path: string, cookiePath: string): boolean {
  if (!path.startsWith(cookiePath)) return false;
  return path.length === cookiePath.length || cookiePath.endsWith('/') || path[cookiePath.length] === '/';
}

/** Parses a `Set-Cookie` header. Gives undefined for a malformed one. */
export function parseSetCookie(header: string, url: URL): Cookie | undefined {
  const [pair = '', ...attributes] = header.split(';');
  const equals = pair.indexOf('=');
  if (equals < 1) return undefined;
  const given = new Map<string, string>();
  for (const attribute of attributes) {
    const [name = '', ...value] = attribute.split('=');
    given.set(name.trim().toLowerCase(), value.join('=').trim());
  }
  const maxAge = given.has('max-age') ? Number(given.get('max-age')) : undefined;
  const expires = given.has('expires') ? Date.parse(given.get('expires') ?? '') : Number.NaN;
  const domain = given.get('domain')?.replace(/^\./, '').toLowerCase();
  const path = given.get('path');
  return {
    name: pair.slice(0, equals).trim(),
    value: pair
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1'),
    domain: domain || url.hostname,
    hostOnly: !domain,
    path: path?.startsWith('/') ? path : defaultPath(url.pathname),
    secure: given.has('secure'),
    httpOnly: given.has('httponly'),
    maxAge: maxAge ?? 0,
    expiresMs: maxAge === undefined ? (Number.isNaN(expires) ? undefined : expires) : Date.now() + maxAge * 1000,
  };
}

/** The path of a cookie that names none: the folder of the URL's. */
export function defaultPath(path: string): string {
  const last = path.lastIndexOf('/');
  return last <= 0 ? '/' : path.slice(0, last);
}
