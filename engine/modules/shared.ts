import { types } from 'node:util';
import type { Host } from '../vu/host.ts';
import type { Iteration, Operation } from '../vu/iteration.ts';
import type { Settle } from '../vu/lane.ts';

/** What several modules need of a script's values. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** The bytes of an ArrayBuffer, typed array or view of any realm. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (types.isArrayBuffer(value)) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}

/** Text or bytes as bytes; anything else throws. */
export function inputBytes(host: Host, value: unknown): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value);
  const bytes = bytesOf(value);
  if (!bytes) throw host.typeError(`invalid type ${typeof value}: expected a string or an ArrayBuffer`);
  return bytes;
}

export function inInit(host: Host, what: string): Error {
  return host.error(`using ${what} in the init context is not supported`);
}

/** A blocking call that only lets time pass. */
export function sleepOperation(iteration: Iteration, delayMs: number, settle: Settle<undefined>): Operation {
  const timer = iteration.vu.host.io.after(delayMs, () => settle(undefined));
  const operation: Operation = {
    stop: () => {
      timer.cancel();
      iteration.closed(operation);
    },
  };
  return operation;
}

/** A Go duration or a number of milliseconds, in ms. */
export function durationMs(host: Host, value: unknown): number {
  if (typeof value === 'number') return value;
  const text = String(value);
  const units: Readonly<Record<string, number>> = {
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
    us: 0.001,
    µs: 0.001,
    ns: 1e-6,
  };
  const parts = [...text.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text) {
    throw host.typeError(`invalid duration "${text}": write 500ms, 10s, 1m30s or a number of milliseconds`);
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit as string] as number), 0);
}
