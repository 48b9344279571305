import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Entry } from '@headroom/tenant';
import { type Finished, finished } from '../child.ts';

export { type Finished, finished };

const HEADROOM = 'dist/node/headroom.js';

/** Starts the command line as a user does. */
export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [HEADROOM, ...args], {
    env: { PATH: '', HOME: process.env.HOME, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function headroom(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return finished(start(args, env));
}

export interface TestTenant {
  /** `127.0.0.1:port`. */
  readonly address: string;
  readonly process: ChildProcess;
  record(): Promise<Entry[]>;
  state(): Promise<{ open: Record<string, number>; peak: Record<string, number>; ceiling: number | null }>;
}

/** Tests run side by side, so tenants live until their file is through. */
const tenants: (() => Promise<unknown>)[] = [];

/**
 * Ends the tenants of a file. Each file that has some calls `afterAll(stopTenants)` itself: this module is loaded once
 * for all files of a worker, and a hook of its own would be of the first one alone.
 */
export async function stopTenants(): Promise<void> {
  await Promise.all(tenants.splice(0).map((stop) => stop()));
}

/** A tenant in a process of its own, on a port of the system's choice. */
export async function tenantWith(...args: string[]): Promise<TestTenant> {
  const child = start(['tenant', '--port', '0', ...args]);
  const exited = once(child, 'exit');
  tenants.push(() => {
    child.kill('SIGINT');
    return exited;
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), exited])) as [string];
  const { address } = JSON.parse(line) as { address: string };
  const get = async (path: string) => (await fetch(`http://${address}/headroom/${path}`)).text();
  return {
    address,
    process: child,
    async record() {
      const lines = (await get('record')).split('\n').filter((text) => text !== '');
      return lines.map((text) => JSON.parse(text) as Entry);
    },
    state: async () => JSON.parse(await get('state')),
  };
}

/** `headroom run` of a bundle against a tenant, with `-e` values. */
export function runAgainst(
  tenant: Pick<TestTenant, 'address'>,
  script: string,
  values: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): string[] {
  const pairs = Object.entries({ TARGET: tenant.address, ...values }).flatMap(([name, value]) => [
    '-e',
    `${name}=${value}`,
  ]);
  return ['run', `dist/${script}.js`, '--engine', 'embedded', ...pairs, ...flags];
}
