import type { TextStream } from '@headroom/engine/io';

/** A stream that writes by `write` and has the window of another. That of a terminal may change while a command runs. */
export function inSameWindow(stream: TextStream, write: TextStream['write']): TextStream {
  const other: TextStream = { write };
  for (const name of ['isTTY', 'columns', 'rows'] as const)
    if (stream[name] !== undefined) Object.defineProperty(other, name, { get: () => stream[name], enumerable: true });
  return other;
}
