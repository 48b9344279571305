import type { RunIo } from '@headroom/engine';

/** Surroundings in which what a command prints on stdout is kept, for a command that calls another. */
export function capturedIo(io: RunIo): { readonly io: RunIo; readonly text: () => string } {
  let text = '';
  const stdout = {
    write: (part: string | Uint8Array) => {
      text += typeof part === 'string' ? part : Buffer.from(part).toString();
      return true;
    },
  };
  return { io: { ...io, stdout }, text: () => text };
}
