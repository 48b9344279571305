import type { Plan } from './schema.ts';

/** The addresses of the API's parts, without a trailing slash. Source: docs/facts/genesys.md section 1.1. */
export interface Hosts {
  readonly messaging: string;
  readonly api: string;
  readonly login: string;
  /** Serves each deployment's configuration, without authentication. */
  readonly cdn: string;
}

export function hostsOf(target: Plan['target']): Hosts {
  if ('domain' in target) {
    return {
      messaging: `wss://webmessaging.${target.domain}`,
      api: `https://api.${target.domain}`,
      login: `https://login.${target.domain}`,
      cdn: `https://api-cdn.${target.domain}`,
    };
  }
  const http = `http://${target.address}`;
  return { messaging: `ws://${target.address}`, api: http, login: http, cdn: http };
}

/** Whether the target is this machine by its name: 127.0.0.0/8, ::1 or localhost. */
export function isLoopback(target: Plan['target']): boolean {
  if ('domain' in target) return false;
  const host = target.address.replace(/:\d+$/, '');
  return host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

export function nameOf(target: Plan['target']): string {
  return 'domain' in target ? target.domain : target.address;
}
