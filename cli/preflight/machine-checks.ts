import { readFileSync } from 'node:fs';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';

/** Files that a k6 process opens beside its sockets. */
const BESIDE = 200;

/** The limits of this machine for a process; undefined on systems that do not show them (all but Linux). */
interface Machine {
  /** The hard limit of open files. k6 raises its own limit to it, as any Go program does. */
  readonly openFiles: number | undefined;
  /** The number of local ports: connections from one address of this machine to one address of the target. */
  readonly ports: number | undefined;
}

export function thisMachine(): Machine {
  const files = /^Max open files\s+\S+\s+(\S+)/m.exec(text('/proc/self/limits'))?.[1];
  const [, from, to] = /^(\d+)\s+(\d+)/.exec(text('/proc/sys/net/ipv4/ip_local_port_range')) ?? [];
  return {
    openFiles: files === 'unlimited' ? Number.POSITIVE_INFINITY : files === undefined ? undefined : Number(files),
    ports: from === undefined || to === undefined ? undefined : Number(to) - Number(from) + 1,
  };
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Checks that a load generator like this machine can open its share of the sockets. */
export function machineChecks({ customers, agents, generators }: Plan, { openFiles, ports }: Machine): Check[] {
  const what = 'this machine';
  const guests = Math.ceil(customers.sessions / generators.count);
  const files = guests + Math.ceil((agents?.count ?? 0) / generators.count) + BESIDE;
  if (openFiles === undefined || ports === undefined)
    return [
      {
        what,
        state: 'unknown',
        is: `it does not tell how many files and ports k6 may use here: it needs ${formatCount(files)} files`,
      },
    ];
  const checks: Check[] = [];
  if (openFiles < files)
    checks.push({
      what,
      state: 'warn',
      is: `k6 may open ${formatCount(openFiles)} files here, and needs ${formatCount(files)}`,
      change: 'raise the hard limit (ulimit -Hn), or plan with more generators',
    });
  if (ports < guests)
    checks.push({
      what,
      state: 'warn',
      is: `there are ${formatCount(ports)} local ports for ${formatCount(guests)} customers, should the target have one address`,
      change: 'widen net.ipv4.ip_local_port_range, or plan with more generators',
    });
  if (checks.length > 0) return checks;
  return [{ what, state: 'ok', is: `files and local ports for ${formatCount(guests)} customers, should k6 run here` }];
}
