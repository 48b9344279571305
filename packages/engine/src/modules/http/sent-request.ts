import type { HttpReply } from '../../ports/http.ts';

/** A request as it was sent, for `response.request`. */
export interface SentRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
  readonly cookies: Readonly<Record<string, { readonly value: string; readonly replace: boolean }>>;
}

/** k6's error code of a reply: 1000 plus the status for an answer from 400 on (docs/facts/k6.md, section 8). */
export function errorCode({ status, errorCode: code }: HttpReply): number {
  return code !== 0 ? code : status >= 400 ? 1000 + status : 0;
}
