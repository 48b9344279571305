import { VirtualClock } from './clock.ts';
import { VirtualTimer } from './timers.ts';

type Callback = (...values: unknown[]) => void;

/** Puts a virtual clock in the place of this process's own until it is taken away. */
export function installClock(): { readonly clock: VirtualClock; uninstall(): void } {
  const { setImmediate, clearImmediate, clearTimeout, Date: RealDate } = globalThis;
  const clock = new VirtualClock(() => new Promise((resolve) => setImmediate(resolve)));
  const pending = new Set<NodeJS.Immediate>();
  const start =
    (kind: 'once' | 'repeated') =>
    (callback: Callback, delayMs?: unknown, ...values: unknown[]) =>
      clock.set(kind, Number(delayMs), () => callback(...values));
  const clear = (timer: unknown) => {
    if (timer instanceof VirtualTimer) timer.isSet = false;
    // It was set before the clock was.
    else clearTimeout(timer as NodeJS.Timeout);
  };
  const undo = [
    replace(globalThis, 'setTimeout', start('once')),
    replace(globalThis, 'setInterval', start('repeated')),
    replace(globalThis, 'clearTimeout', clear),
    replace(globalThis, 'clearInterval', clear),
    replace(globalThis, 'setImmediate', (callback: Callback, ...values: unknown[]) => {
      const immediate = setImmediate(() => {
        pending.delete(immediate);
        clock.countImmediate(-1);
        callback(...values);
      });
      pending.add(immediate);
      clock.countImmediate(1);
      return immediate;
    }),
    replace(globalThis, 'clearImmediate', (immediate: NodeJS.Immediate) => {
      if (pending.delete(immediate)) clock.countImmediate(-1);
      clearImmediate(immediate);
    }),
    replace(globalThis, 'Date', virtualDate(RealDate, clock.unixMs)),
    replace(performance, 'now', clock.monotonicMs),
  ];
  const uninstall = () => {
    for (const one of undo) one();
  };
  return { clock, uninstall };
}

/** A `Date` that knows only virtual time; what it makes are real ones. */
function virtualDate(real: DateConstructor, now: () => number): DateConstructor {
  return new Proxy(real, {
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
    construct: (target, values, made) => Reflect.construct(target, values.length > 0 ? values : [now()], made),
    apply: () => new real(now()).toString(),
  });
}

/** The same for the realm that scripts run in, which has a `Date` of its own. */
export const REALM_DATE = `(now) => {
  const real = Date;
  real.now = now;
  globalThis.Date = new Proxy(real, {
    construct: (target, values, made) => Reflect.construct(target, values.length > 0 ? values : [now()], made),
    apply: () => new real(now()).toString(),
  });
}`;

/** Gives the way back. */
function replace(owner: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {
    value,
    writable: true,
    enumerable: before?.enumerable ?? false,
    configurable: true,
  });
  return () => {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  };
}
