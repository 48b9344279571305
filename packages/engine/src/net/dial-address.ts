import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';

/** The address to dial after the `hosts` option was applied. */
export interface DialAddress {
  /** IP address, or `localhost`. */
  readonly host: string;
  readonly port: number;
}

/** A URL of a script and the address that it resolves to. */
export interface Destination {
  readonly url: URL;
  /** `https` or `wss`. */
  readonly secure: boolean;
  readonly resolved: Resolved;
}

export function destinationOf(address: string, hosts: Readonly<Record<string, string>>): Destination {
  const url = new URL(address);
  const secure = url.protocol === 'wss:' || url.protocol === 'https:';
  return { url, secure, resolved: resolve(url.hostname, Number(url.port) || (secure ? 443 : 80), hosts) };
}

/** Where the path begins in a URL as `URL.href` has it. */
export function pathStart(href: string): number {
  return href.indexOf('/', href.indexOf('//') + 2);
}

export type Resolved =
  | { readonly kind: 'address'; readonly address: DialAddress }
  /** The name does not exist. */
  | { readonly kind: 'unknown'; readonly error: string }
  /** The address is impossible, such as a port above 65535. */
  | { readonly kind: 'unusable'; readonly error: string }
  /** The address is not loopback, so the engine does not dial it. */
  | { readonly kind: 'refused'; readonly error: string };

/**
 * Applies k6's `hosts` option and the loopback rule. No name is looked up outside this machine: `localhost` is
 * loopback, `.invalid` exists nowhere (RFC 6761), and every other name must be mapped.
 */
export function resolve(hostname: string, port: number, hosts: Readonly<Record<string, string>>): Resolved {
  const name = unbracket(hostname).toLowerCase();
  const mapped = mappedHost(name, port, hosts) ?? { host: name, port };
  if (mapped.port > 65_535) return { kind: 'unusable', error: `dial tcp: address ${mapped.port}: invalid port` };
  if (isLoopback(mapped.host)) return { kind: 'address', address: mapped };
  if (mapped.host.endsWith('.invalid')) return { kind: 'unknown', error: `lookup ${mapped.host}: no such host` };
  const shown = mapped.host === name ? name : `${name} (mapped to ${mapped.host})`;
  return {
    kind: 'refused',
    error: `"${shown}" is not a loopback address: the embedded engine sends load to loopback only; map the name with the hosts option, or use a real k6`,
  };
}

export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (isIP(host) === 4) return host.startsWith('127.');
  return isIP(host) === 6 && /^(::1|::ffff:127\.\d+\.\d+\.\d+|(0+:){7}0*1)$/.test(host);
}

function mappedHost(name: string, port: number, hosts: Readonly<Record<string, string>>): DialAddress | undefined {
  const target = hosts[`${name}:${port}`] ?? hosts[name] ?? wildcard(name, port, hosts);
  if (target === undefined) return undefined;
  const withPort = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(target);
  if (withPort) return { host: withPort[1] ?? withPort[2] ?? '', port: Number(withPort[3]) };
  return { host: unbracket(target), port };
}

function wildcard(name: string, port: number, hosts: Readonly<Record<string, string>>): string | undefined {
  const fits = (pattern: string) =>
    pattern.startsWith('*.') && (name.endsWith(pattern.slice(1)) || `${name}:${port}`.endsWith(pattern.slice(1)));
  const best = Object.keys(hosts)
    .filter(fits)
    .sort((a, b) => b.length - a.length)[0];
  return best === undefined ? undefined : hosts[best];
}

function unbracket(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/** `host:port` as Go prints it. */
export function hostPort(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Resolves `localhost` to loopback without a name server. */
export const loopbackLookup: LookupFunction = (_name, options, callback) => {
  const all = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  if (options.all) callback(null, all);
  else callback(null, '127.0.0.1', 4);
};
