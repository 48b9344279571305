import type { AgentsPlan } from '../../lib/plan/schema.ts';
import type { QueueNow } from '../platform/queue-now.ts';

/** What a guard watches of a queue: conversations that wait, at most; or the service level in percent, at least. */
export type GuardedFigure = 'waiting' | 'service level';

/** A limit on the traffic of others in one of their queues. Beyond it a run is interrupted. */
export interface GuardLimit {
  readonly queue: string;
  readonly figure: GuardedFigure;
  readonly limit: number;
}

/** What a guard saw. `value` is undefined where the queue had nothing to measure. */
export interface GuardSeen extends GuardLimit {
  readonly name: string;
  readonly value?: number | undefined;
  readonly beyond: boolean;
}

const MAX_WAITING = 1_000_000;

/**
 * Reads the limits of `--max-waiting <queue=number>` and `--min-service-level <queue=percent>`. Throws an error of one line;
 * also for a queue of the test itself, whose own load would end it.
 */
export function guardLimits(
  options: { readonly maxWaiting: readonly string[]; readonly minServiceLevel: readonly string[] },
  agents: AgentsPlan | undefined,
): GuardLimit[] {
  const limits = [
    ...options.maxWaiting.map((text) => limitIn('--max-waiting', text, 'waiting', MAX_WAITING)),
    ...options.minServiceLevel.map((text) => limitIn('--min-service-level', text, 'service level', 100)),
  ];
  const own = limits.find(({ queue }) => agents?.queues.includes(queue));
  if (own !== undefined)
    throw new Error(`guard on ${own.queue}: a queue of the test (agents.queues); allowed: queues of others`);
  return limits;
}

function limitIn(option: string, text: string, figure: GuardedFigure, max: number): GuardLimit {
  const [, queue, number] = /^([\w-]{1,64})=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const limit = Number(number);
  if (queue !== undefined && limit <= max) return { queue, figure, limit };
  throw new Error(`${option} ${text}; allowed: the id of a queue, "=" and a number from 0 to ${max}`);
}

/**
 * Judges what a queue shows. One that nothing was offered to has no service level, and nobody waits where nobody came:
 * neither is beyond a limit.
 */
export function guardSeen(limit: GuardLimit, { name, waiting, serviceLevel }: QueueNow): GuardSeen {
  if (limit.figure === 'waiting') return { ...limit, name, value: waiting, beyond: waiting > limit.limit };
  return { ...limit, name, value: serviceLevel, beyond: serviceLevel !== undefined && serviceLevel < limit.limit };
}

/** @example guardText({ name: 'Support', figure: 'waiting', limit: 20, value: 23, … }) // 'queue Support: 23 waiting, at most 20' */
export function guardText({ name, figure, limit, value }: GuardSeen): string {
  if (figure === 'waiting') return `queue ${name}: ${value ?? 0} waiting, at most ${limit}`;
  const level = value === undefined ? 'no service level, nothing was offered' : `service level ${value} %`;
  return `queue ${name}: ${level}, at least ${limit} %`;
}
