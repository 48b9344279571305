import { isIP } from 'node:net';
import { invalidConfig } from '../contract/invalid-config.ts';

const MAX_ADDRESSES = 65_536;

/**
 * Expands --local-ips: addresses, `from-to` ranges and CIDR blocks, separated by commas. The network and broadcast
 * addresses of an IPv4 block larger than /31 are left out. Throws a RunEnd 104 for anything else.
 */
export function expandLocalIPs(source: string): readonly string[] {
  const parts = source.split(',').map((part) => part.trim());
  const addresses = parts.filter((part) => part !== '').flatMap(expandPart);
  if (addresses.length > MAX_ADDRESSES) throw invalidConfig(`--local-ips: more than ${MAX_ADDRESSES} addresses`);
  return addresses;
}

function expandPart(part: string): readonly string[] {
  if (isIP(part) !== 0) return [part];
  const [, base = '', prefix] = /^(.+)\/(\d+)$/.exec(part) ?? [];
  if (isIP(base) === 4 && Number(prefix) <= 32) return block(base, Number(prefix), part);
  const [from = '', to = '', ...rest] = part.split('-').map((one) => one.trim());
  if (rest.length === 0 && isIP(from) === 4 && isIP(to) === 4) return range(toNumber(from), toNumber(to), part);
  throw invalidConfig(`--local-ips: "${part}" is not an IP address, an IPv4 range from-to or an IPv4 block a.b.c.d/n`);
}

function block(base: string, prefix: number, part: string): readonly string[] {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(toNumber(base) / size) * size;
  return size > 2 ? range(first + 1, first + size - 2, part) : range(first, first + size - 1, part);
}

function range(first: number, last: number, part: string): readonly string[] {
  const count = last - first + 1;
  if (count < 1 || count > MAX_ADDRESSES)
    throw invalidConfig(`--local-ips: "${part}" must hold 1 to ${MAX_ADDRESSES} addresses`);
  return Array.from({ length: count }, (_, at) => toAddress(first + at));
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
