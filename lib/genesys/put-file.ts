import http from 'k6/http';
import type { Plan } from '../plan/schema.ts';

/** The `name` tag of the request in k6's own metrics. */
const NAME = 'PUT presigned upload';

/**
 * Whether a file may be put at an address that the server gave: on a target by address only there, and on an org only
 * over TLS, in its own domain or in the storage behind it. Which host an org names is not documented; the header
 * `x-amz-tagging` says that it is Amazon's (docs/facts/genesys.md section 1.5).
 */
export function mayPutAt(url: string, target: Plan['target']): boolean {
  if ('address' in target) return url.startsWith(`http://${target.address}/`);
  const host = /^https:\/\/([a-z0-9.-]+)\//.exec(url)?.[1] ?? '';
  return host.endsWith(`.${target.domain}`) || host.endsWith('.amazonaws.com');
}

/** Where a file is put, and with which headers. */
export interface UploadAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fileType?: string;
}

/**
 * Puts a file where the server said, with just the headers it gave. Resolves to whether the storage took it; it never
 * rejects. What became of a guest's file the server says on the session. It needs a VU that does not block: inside
 * `k6/ws` no request makes progress (docs/facts/k6.md section 2e).
 */
export async function putFile(to: UploadAddress, file: ArrayBuffer, target: Plan['target']): Promise<boolean> {
  if (!mayPutAt(to.url, target)) return false;
  const headers = { 'Content-Type': to.fileType ?? 'image/gif', ...to.headers };
  try {
    const { status } = await http.asyncRequest('PUT', to.url, file, { headers, tags: { name: NAME }, redirects: 0 });
    return status >= 200 && status < 300;
  } catch {
    return false;
  }
}
