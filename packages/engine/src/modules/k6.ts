import { elapsedMs } from '../time/elapsed.ts';
import { customTags } from '../vu/custom-tags.ts';
import type { Host } from '../vu/host.ts';
import type { Iteration, Operation } from '../vu/iteration.ts';
import { isThenable } from '../vu/thenable.ts';
import type { ScriptFunction } from '../vu/virtual-user.ts';
import type { Settle } from '../vu/waiting.ts';
import { initContextError } from './common/init-context.ts';
import { mulberry32 } from './seeded-random.ts';

const randomKey = Symbol('Math.random');

/** The module `k6`. */
export function createK6(host: Host) {
  return {
    sleep(seconds: unknown): unknown {
      const iteration = host.vu.iteration;
      if (!iteration) throw initContextError(host, 'sleep()');
      const delayMs = Math.max(0, Number(seconds) || 0) * 1000;
      return host.waiting.wait('sleep()', iteration, (settle) => sleepOperation(host, iteration, delayMs, settle));
    },
    fail(message?: unknown): never {
      throw host.error(message === undefined ? 'fail() was called' : String(message));
    },
    group(name: unknown, callback: unknown): unknown {
      return group(host, String(name), callback);
    },
    check(value: unknown, sets: unknown, tags?: unknown): boolean {
      return check(host, value, sets, tags);
    },
    randomSeed(seed: unknown): void {
      host.vu.forget(randomKey);
      host.vu.state(randomKey, () => mulberry32(Number(seed)));
    },
  };
}

/** `Math.random` of the VU that runs: seeded once `randomSeed` was called. */
export function createRandom(host: Host): () => number {
  return () => (host.current ? host.current.state(randomKey, () => Math.random)() : Math.random());
}

function group(host: Host, name: string, callback: unknown): unknown {
  const { vu } = host;
  if (!vu.iteration) throw host.error('Using group() in the init context is not supported');
  refuseSeparator(host, name);
  if (typeof callback !== 'function') throw host.typeError('group() requires a callback as a second argument');
  if (isAsync(callback)) {
    throw host.typeError(
      'group() of an async function needs the feature flag async-metric-context, which the embedded engine has not',
    );
  }
  const outer = vu.group;
  const inner = `${outer}::${name}`;
  const startedAt = performance.now();
  enterGroup(host, inner);
  try {
    return (callback as ScriptFunction)();
  } finally {
    const { iteration } = vu;
    if (iteration) vu.push(host.builtin('group_duration'), elapsedMs(startedAt));
    enterGroup(host, outer);
  }
}

function enterGroup(host: Host, group: string): void {
  const { vu } = host;
  vu.group = group;
  if (!host.hasTag('group')) return;
  const root = vu.role === 'vu' ? '' : `::${vu.role}`;
  vu.tags.set('group', `${root}${group}`);
}

function check(host: Host, value: unknown, sets: unknown, given: unknown): boolean {
  const { vu } = host;
  if (!vu.iteration) throw host.error('Using check() in the init context is not supported');
  const extra = customTags(host, given);
  const base = extra ? vu.tags.with(extra) : vu.tags.all;
  const metric = host.builtin('checks');
  let passed = true;
  for (const [name, condition] of Object.entries((sets ?? {}) as object)) {
    refuseSeparator(host, name);
    const tags = host.hasTag('check') ? { ...base, check: name } : base;
    let ok: boolean;
    try {
      ok = verdict(host, condition, value);
    } catch (error) {
      vu.push(metric, 0, tags);
      throw error;
    }
    vu.push(metric, ok ? 1 : 0, tags);
    passed &&= ok;
  }
  return passed;
}

function verdict(host: Host, condition: unknown, value: unknown): boolean {
  if (typeof condition !== 'function') return Boolean(condition);
  const result: unknown = condition(value);
  if (isThenable(result)) throw host.typeError('check() does not support async functions: a promise is always true');
  return Boolean(result);
}

function refuseSeparator(host: Host, name: string): void {
  if (name.includes('::')) throw host.error("group and check names may not contain '::'");
}

function isAsync(callback: object): boolean {
  return Object.prototype.toString.call(callback) === '[object AsyncFunction]';
}

/** A blocking call that only lets time pass. */
function sleepOperation(host: Host, iteration: Iteration, delayMs: number, settle: Settle<undefined>): Operation {
  const timer = host.io.after(delayMs, () => settle(undefined));
  const operation: Operation = {
    stop: () => {
      timer.cancel();
      iteration.closed(operation);
    },
  };
  return operation;
}
