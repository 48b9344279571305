import { processIo, type RunIo, type TextStream } from '@headroom/engine/io';
import { shownText } from '../../report/render/shown-text.ts';
import { inSameWindow } from './same-window.ts';
import { knownSecrets } from './secrets.ts';
import { secretsIn } from './secrets-in-env.ts';
import { fittedStream } from './terminal-lines.ts';

/**
 * The surroundings of this process for a command that prints what others wrote: no control character of theirs reaches
 * the terminal, and no credential. On a terminal no line is broken within a word.
 */
export function commandIo(io: RunIo = processIo()): RunIo {
  return guardedIo(io, printed, fittedStream);
}

/**
 * The surroundings of this process for a command that plays a script. What the script and the engine print is theirs, with
 * colours and all; only credentials that are known do not stand in it.
 */
export function scriptIo(io: RunIo = processIo()): RunIo {
  return guardedIo(
    io,
    (text) => knownSecrets.hidden(text),
    (stream) => stream,
  );
}

/** The text as a command may print or write it: without credentials, and with control characters shown. */
export const printableText = (text: string): string => shownText(knownSecrets.hidden(text));

/** The streams behind guarded ones. */
const behind = new WeakMap<TextStream, TextStream>();

/**
 * The stream itself: for a child process that is to have the terminal, whose words nobody can guard, and for lines that are
 * written anew in their place, since a guarded stream shows what moves the cursor instead of moving it.
 */
export const unguarded = (stream: TextStream): TextStream => behind.get(stream) ?? stream;

type Fit = (stream: TextStream) => TextStream;

function guardedIo(io: RunIo, shown: (text: string) => string, toFit: Fit): RunIo {
  for (const secret of secretsIn(io.env)) knownSecrets.add(secret);
  return { ...io, stdout: guarded(io.stdout, shown, toFit), stderr: guarded(io.stderr, shown, toFit) };
}

function guarded(stream: TextStream, shown: (text: string) => string, toFit: Fit): TextStream {
  const fitted = toFit(stream);
  const guard = inSameWindow(stream, (text) => fitted.write(typeof text === 'string' ? shown(text) : text));
  behind.set(guard, stream);
  return guard;
}

/** A line that a command writes anew on a terminal begins with a return. */
function printed(text: string): string {
  return text.startsWith('\r') ? `\r${printableText(text.slice(1))}` : printableText(text);
}
