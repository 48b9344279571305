import { cleanText } from '../../base/clean-text.ts';
import { isHtml, jsonIn, phraseOf, type Refused } from './refusal-phrases.ts';

/** The longest words of a refusal that are kept. */
const MOST_WORDS = 200;
/** The longest value of a header that is kept. */
const MOST_OF_HEADER = 60;

/**
 * What is kept of a refusal beside its phrase, as the metadata of its sample. All values are clean: see `cleanText`.
 * Absent where the answer does not have it.
 */
export interface RefusalWords {
  /** The HTTP status. */
  readonly status: string;
  /** The text of the body: of HTML its title, of JSON its `message`. Empty without a text. */
  readonly words: string;
  /** The header `Retry-After`: seconds, or a date. */
  readonly retry_after?: string;
  /** The header `Server`. */
  readonly server?: string;
  /** The id by which the other side can find the request. */
  readonly correlation?: string;
  /** The id of the deployment that was asked for. */
  readonly deployment?: string;
}

/**
 * The words of a refusal; undefined where it was not seen, as in the dense transport.
 *
 * @example
 * wordsOf({ kind: 'refused', status: 503, retryAfterMs: undefined, headers: { server: 'nginx' }, body: 'Too busy' });
 * // { status: '503', words: 'Too busy', server: 'nginx' }
 */
export function wordsOf(refused: Refused, deployment?: string): RefusalWords | undefined {
  const { status, headers = {}, body = '' } = refused;
  const says = phraseOf(refused);
  if (says === undefined) return undefined;
  const retryAfter = cleanText(headers['retry-after'] ?? '', MOST_OF_HEADER);
  const server = cleanText(headers.server ?? '', MOST_OF_HEADER);
  const correlation = correlationIn(refused);
  return {
    status: `${status}`,
    words: says === 'unreadable' ? '' : cleanText(textOf(headers, body), MOST_WORDS),
    ...(retryAfter === '' ? {} : { retry_after: retryAfter }),
    ...(server === '' ? {} : { server }),
    ...(correlation === undefined ? {} : { correlation }),
    ...(deployment === undefined ? {} : { deployment }),
  };
}

function textOf(headers: NonNullable<Refused['headers']>, body: string): string {
  if (isHtml(headers, body)) return textOfPage(body);
  const message = jsonIn(body)?.message;
  return typeof message === 'string' ? message : body;
}

/** The title of a page of HTML, or where it has none its text. */
function textOfPage(html: string): string {
  const [, title = ''] = /<title[^>]*>([^<]*)/i.exec(html) ?? [];
  const text = html.replace(/<(?:script|style)\b[\s\S]*?(?:<\/(?:script|style)>|$)/gi, ' ').replace(/<[^>]*>?/g, ' ');
  return (title.trim() === '' ? text : title).replace(/&#?\w{1,8};/g, ' ');
}

/**
 * The correlation id: Genesys's own (docs/facts/genesys.md section 14.3), in its header or as `contextId` of its error,
 * else that of a proxy. Only what has the form of an id is taken, since a header may hold anything.
 */
function correlationIn({ headers = {}, body = '' }: Refused): string | undefined {
  const named = ['inin-correlation-id', 'x-amzn-requestid', 'x-amzn-trace-id', 'x-request-id', 'cf-ray'];
  const found = [...named.map((name) => headers[name]), jsonIn(body)?.contextId];
  const form =
    /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|Root=1-[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{16}(?:-[A-Z]{3})?)$/i;
  return found.find((id): id is string => typeof id === 'string' && form.test(id));
}

/** Refusals that are alike, as the samples of a run tell of them: in number, and from when to when. */
export interface SeenRefusals extends Omit<RefusalWords, 'deployment'> {
  readonly says: string;
  /** How many of them each deployment had, by its id. */
  readonly deployments: Readonly<Record<string, number>>;
  /** Whose upgrades they are: the scenario of the samples. */
  readonly scenario?: string;
  readonly count: number;
  /** Unix ms. `retry_after` and `correlation` are those of the first. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** How many of them had a correlation id, and those ids: of more than 100 the first in the order of text. */
  readonly correlated?: number;
  readonly correlations?: readonly string[];
}
