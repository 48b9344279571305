import type { Ended } from '../../transport/connection.ts';

/** An upgrade that HTTP answered with another status than 101. */
export type Refused = Extract<Ended, { kind: 'refused' }>;

/**
 * What the answer to a refused upgrade says: the `says` tag of metrics that count refusals. The first that fits counts.
 * - max-connections-tenant: "Max concurrent connections exceeded for tenant", or the like.
 * - empty: no body. unreadable: compressed, or no text.
 * - html-page: the page of a proxy, a load balancer or a web application firewall, since Genesys's API answers JSON
 *   or plain text.
 * - too-many-requests: connections or requests come too fast; also any other text with a 429.
 * - max-connections: so many connections or sessions are open.
 * - unavailable: the service, or what a proxy passes it on to, does not answer.
 * - forbidden, not-found: neither level nor pace.
 * - json-error: JSON that says none of these. other: any other text.
 * What Genesys says when it refuses is not documented (docs/facts/genesys.md sections 0.1 and 1.1). So a phrase is
 * evidence beside others, and proves nothing.
 */
export const REFUSAL_PHRASES = [
  'max-connections-tenant',
  'empty',
  'unreadable',
  'html-page',
  'too-many-requests',
  'max-connections',
  'unavailable',
  'forbidden',
  'not-found',
  'json-error',
  'other',
] as const;
export type RefusalPhrase = (typeof REFUSAL_PHRASES)[number];

/** The phrase of a refusal; undefined where it was not seen, as in the dense transport. */
export function phraseOf(refused: Refused): RefusalPhrase | undefined {
  const { status, headers = {}, body } = refused;
  if (status === undefined || body === undefined) return undefined;
  if (/\bmax\w* (?:number of )?(?:concurrent )?(?:connection|session)s?\b.{0,40}\btenant\b/i.test(body))
    return 'max-connections-tenant';
  if (body.trim() === '') return 'empty';
  if (isUnreadable(headers, body)) return 'unreadable';
  if (isHtml(headers, body)) return 'html-page';
  const phrase = phraseIn(body);
  if (phrase !== 'other') return phrase;
  if (status === 429) return 'too-many-requests';
  return jsonIn(body) === undefined ? 'other' : 'json-error';
}

function phraseIn(text: string): RefusalPhrase {
  if (/too[ .]many[ .](?:request|attempt|call|connection attempt)|\brate\b|throttl|slow down/i.test(text))
    return 'too-many-requests';
  if (/\b(?:max\w*|too many|limit\w*)\b.{0,40}\b(?:connection|session|socket)s?\b/i.test(text))
    return 'max-connections';
  if (/\b(?:connection|session|socket)s?\b.{0,40}\b(?:limit|quota|max\w*|exceeded)/i.test(text))
    return 'max-connections';
  if (/unavailable|no healthy|upstream|bad gateway|gateway time-?out|overload|internal server error/i.test(text))
    return 'unavailable';
  if (/forbidden|unauthori[sz]ed|denied|not (?:allowed|permitted|authori[sz]ed)|blocked/i.test(text))
    return 'forbidden';
  return /not[ .]found|unknown|no such/i.test(text) ? 'not-found' : 'other';
}

/** Whether the body is no text: it is compressed, which `k6/ws` does not undo, or has many characters of no text. */
function isUnreadable(headers: NonNullable<Refused['headers']>, body: string): boolean {
  const coding = headers['content-encoding'] ?? '';
  if (coding !== '' && coding !== 'identity') return true;
  let odd = 0;
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if (code < 9 || (code > 13 && code < 32 && code !== 27) || code === 0xfffd) odd++;
  }
  return odd * 10 > body.length;
}

/** Whether the answer is a page of HTML. */
export function isHtml(headers: NonNullable<Refused['headers']>, body: string): boolean {
  if (/\bhtml\b/i.test(headers['content-type'] ?? '')) return true;
  return /^\s*<(?:!doctype html|html|head|body|center|h1)\b/i.test(body);
}

/** The members of a body that is a JSON object; undefined for any other. */
export function jsonIn(body: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*\{/.test(body)) return undefined;
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    // A longer body than the transport reads is cut.
    return undefined;
  }
}
