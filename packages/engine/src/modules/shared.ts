import { types } from 'node:util';
import { parseDuration } from '../options/duration.ts';
import type { Host } from '../vu/host.ts';
import type { Iteration, Operation } from '../vu/iteration.ts';
import type { Settle } from '../vu/lane.ts';

export { isThenable } from '../vu/thenable.ts';

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

/** A Go duration or a number of milliseconds, in ms; anything else throws. */
export function durationMs(host: Host, value: unknown): number {
  const ms = typeof value === 'number' ? value : parseDuration(String(value));
  if (ms !== undefined) return ms;
  throw host.typeError(`invalid duration "${String(value)}": write 500ms, 10s, 1m30s or a number of milliseconds`);
}
