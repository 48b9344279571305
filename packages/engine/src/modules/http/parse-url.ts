/** A URL that no request can be made of. `code` is k6's error code (docs/facts/k6.md, section 8). */
export class BadUrl {
  readonly message: string;
  readonly code: 1000 | 1020;

  constructor(message: string, code: 1000 | 1020) {
    this.message = message;
    this.code = code;
  }
}

/** Parses an http or https URL. @param base the URL that a relative one is resolved against */
export function parseUrl(text: string, base?: URL): URL | BadUrl {
  let url: URL;
  try {
    url = new URL(text, base);
    decodeURIComponent(`${url.username}:${url.password}`);
  } catch {
    return new BadUrl(`invalid URL: parse "${text}": invalid URI for request`, 1020);
  }
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  return new BadUrl(`unsupported protocol scheme "${url.protocol.slice(0, -1)}"`, 1000);
}
