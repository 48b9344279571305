import { readFileSync } from 'node:fs';
import type { RemoteSettings } from '../contract/remote-settings.ts';

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 20_000_000;
const MAX_REDIRECTS = 5;

/** Whether the settings let a host be asked. */
export function isHostAllowed(url: URL, hosts: readonly string[]): boolean {
  return hosts.length === 0 || hosts.includes(url.host);
}

/**
 * Fetches one module over HTTPS, through the proxy of the environment, and gives its bytes. Redirects are followed to HTTPS
 * and to allowed hosts only. Rejects with an error of one line.
 */
export async function fetchModule(url: URL, { hosts, env }: RemoteSettings): Promise<Uint8Array> {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const ca = env.SSL_CERT_FILE ? readFileSync(env.SSL_CERT_FILE, 'utf8') : undefined;
  const tls = ca === undefined ? {} : { ca };
  const setting = (name: string) => env[name] || env[name.toLowerCase()] || '';
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: setting('HTTP_PROXY'),
    httpsProxy: setting('HTTPS_PROXY'),
    noProxy: setting('NO_PROXY'),
    connect: tls,
    requestTls: tls,
  });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    let at = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await fetch(at, { dispatcher, redirect: 'manual', signal });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) {
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        return await bytesOf(response.body);
      }
      await response.body?.cancel();
      at = new URL(location, at);
      if (at.protocol !== 'https:') throw new Error(`it redirects to ${at.protocol}//, which is no HTTPS`);
      if (!isHostAllowed(at, hosts)) throw new Error(`it redirects to ${at.host}, which --remote-hosts does not name`);
    }
    throw new Error(`it redirects more than ${MAX_REDIRECTS} times`);
  } catch (error) {
    throw new Error(reasonOf(error));
  } finally {
    await dispatcher.destroy();
  }
}

async function bytesOf(body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 1e6} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The innermost cause of undici's `fetch failed`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  if (error.cause !== undefined) return reasonOf(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined || error.message.includes(code) ? error.message : `${error.message} (${code})`;
}
