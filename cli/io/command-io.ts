import { processIo, type RunIo, type TextStream } from '@headroom/engine';
import { shownText } from '../../report/render/shown-text.ts';
import { knownSecrets } from './secrets.ts';

/**
 * The surroundings of this process for a command that prints what others wrote: no control character of theirs reaches
 * the terminal, and no credential.
 */
export function commandIo(io: RunIo = processIo()): RunIo {
  return { ...io, stdout: guarded(io.stdout), stderr: guarded(io.stderr) };
}

/** The text as a command may print or write it: without credentials, and with control characters shown. */
export const printableText = (text: string): string => shownText(knownSecrets.hidden(text));

function guarded(stream: TextStream): TextStream {
  return {
    ...(stream.isTTY === undefined ? {} : { isTTY: stream.isTTY }),
    ...(stream.columns === undefined ? {} : { columns: stream.columns }),
    write: (text) => stream.write(typeof text === 'string' ? printed(text) : text),
  };
}

/** A line that a command writes anew on a terminal begins with a return. */
function printed(text: string): string {
  return text.startsWith('\r') ? `\r${printableText(text.slice(1))}` : printableText(text);
}
