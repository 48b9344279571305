import type { HttpReply } from '../../ports/http.ts';

/** A request as it went out, for `response.request`. */
export interface SentRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
  readonly cookies: Readonly<Record<string, { readonly value: string; readonly replace: boolean }>>;
}

/** 1000 and the status for an answer from 400 on (k6.md section 8). */
export function errorCode({ status, errorCode: code }: HttpReply): number {
  return code !== 0 ? code : status >= 400 ? 1000 + status : 0;
}
