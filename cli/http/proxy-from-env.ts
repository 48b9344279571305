import { isLoopbackAddress } from '../../lib/plan/loopback.ts';
import { knownSecrets } from '../io/secrets.ts';

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * The proxy through which a URL is reached by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or undefined for a direct
 * connection. The rules are those of Go, by which k6 goes: upper case before lower case, a domain in NO_PROXY stands
 * for its subdomains too, and this machine is never reached through a proxy. Throws an error of one line for a proxy
 * that is none, without its password.
 *
 * Source: pkg.go.dev/golang.org/x/net/http/httpproxy.
 */
export function proxyFor(url: string, env: Env): URL | undefined {
  const { protocol, hostname, port } = new URL(url.replace(/^ws/, 'http'));
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const given = settingOf(name, env);
  if (given === '' || isLoopbackAddress(hostname)) return undefined;
  const listed = settingOf('NO_PROXY', env).split(',');
  if (listed.some((entry) => stands(entry.trim().toLowerCase(), hostname, port || (DEFAULT_PORTS[protocol] ?? ''))))
    return undefined;
  return proxyIn(name, given);
}

const settingOf = (name: string, env: Env): string => env[name] || env[name.toLowerCase()] || '';

/** Whether an entry of NO_PROXY stands for a host. */
function stands(entry: string, hostname: string, port: string): boolean {
  if (entry === '*') return true;
  const [, host = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (host === '' || (only !== undefined && only !== port)) return false;
  const domain = host.replace(/^\*?\./, '');
  if (domain === hostname) return !/^\*?\./.test(host);
  return hostname.endsWith(`.${domain}`);
}

function proxyIn(name: string, given: string): URL {
  const proxy = parsed(/^[a-z0-9]+:\/\//i.test(given) ? given : `http://${given}`);
  if (proxy === undefined || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:'))
    throw new Error(`${name}: ${proxy?.protocol ?? 'no address'}; allowed: http://host:port or https://host:port`);
  knownSecrets.add(decodeURIComponent(proxy.password));
  return proxy;
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
