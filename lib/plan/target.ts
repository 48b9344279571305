import { isLoopbackAddress } from './loopback.ts';
import type { Plan } from './schema.ts';

/** The addresses of the API's parts, without a trailing slash. Source: docs/facts/genesys.md sections 1.1, 8.1. */
export interface Hosts {
  /** Guests connect here. */
  readonly webmessaging: string;
  readonly api: string;
  readonly login: string;
  /** Serves each deployment's configuration, without authentication. */
  readonly cdn: string;
}

/**
 * Where each part of the API is. A region's hosts follow from its domain. The host of the notifications socket is not
 * among them: the org names it with each channel.
 */
export function hostsOf(target: Plan['target']): Hosts {
  if ('hosts' in target) return target.hosts;
  if ('domain' in target) {
    return {
      webmessaging: `wss://webmessaging.${target.domain}`,
      api: `https://api.${target.domain}`,
      login: `https://login.${target.domain}`,
      cdn: `https://api-cdn.${target.domain}`,
    };
  }
  const http = `http://${target.address}`;
  return { webmessaging: `ws://${target.address}`, api: http, login: http, cdn: http };
}

/** Whether the target is this machine by its name. */
export function isLoopback(target: Plan['target']): boolean {
  return !('domain' in target) && isLoopbackAddress(target.address);
}

export function nameOf(target: Plan['target']): string {
  return 'domain' in target ? target.domain : target.address;
}
