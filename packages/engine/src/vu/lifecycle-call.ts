import { types } from 'node:util';
import type { IterationOutcome } from '../contract/vu.ts';

/** The exported functions that no scenario runs. */
export type LifecycleFunction = 'setup' | 'teardown' | 'handleSummary';

/** The result of a lifecycle function, in a form that can leave its thread. */
export type Returned =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'json'; readonly json: string }
  | { readonly kind: 'files'; readonly files: Readonly<Record<string, string | ArrayBuffer>> }
  | { readonly kind: 'unusable'; readonly why: string };

export interface LifecycleCall {
  readonly outcome: IterationOutcome;
  readonly returned: Returned;
  /** Whether the function returned a promise. */
  readonly async: boolean;
}

/** A VU in any thread that can call a lifecycle function. */
export interface LifecycleVu {
  /** @param argumentJson its argument; undefined for none */
  callExported(name: LifecycleFunction, argumentJson: string | undefined, signal: AbortSignal): Promise<LifecycleCall>;
  dispose(): Promise<void>;
}

export function returnedBy(name: LifecycleFunction, value: unknown): Returned {
  if (name === 'teardown' || value === undefined) return { kind: 'nothing' };
  try {
    return name === 'setup' ? { kind: 'json', json: JSON.stringify(value) ?? 'null' } : files(value);
  } catch (error) {
    return { kind: 'unusable', why: (error as Error).message };
  }
}

function files(value: unknown): Returned {
  if (value === null) return { kind: 'nothing' };
  if (typeof value !== 'object') return { kind: 'unusable', why: 'it must return an object of paths and contents' };
  const entries = Object.entries(value as object).map(([path, content]) => [path, contentOf(path, content)] as const);
  return { kind: 'files', files: Object.fromEntries(entries) };
}

function contentOf(path: string, content: unknown): string | ArrayBuffer {
  if (typeof content === 'string') return content;
  if (types.isArrayBuffer(content)) return Uint8Array.from(new Uint8Array(content)).buffer;
  if (ArrayBuffer.isView(content)) {
    return Uint8Array.from(new Uint8Array(content.buffer, content.byteOffset, content.byteLength)).buffer;
  }
  throw new Error(`it returned neither text nor an ArrayBuffer for "${path}"`);
}
