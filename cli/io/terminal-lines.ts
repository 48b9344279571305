import { stripVTControlCharacters } from 'node:util';
import type { RunIo, TextStream } from '@headroom/engine/io';
import { inSameWindow } from './same-window.ts';

/** The indent of a line, with the label before what it says: `sustained       `, `  - `. */
const LABEL = /^\s*(?:\S(?:.{0,40}?\S)?\s{2,}|- )?(?=\S)/;
/** A command to be copied is not cut: a terminal wraps it, and knows that it is one line. */
const COMMAND = /\s(?:npx headroom|k6 run) .*$/;
const JSON_LINE = /^\s*[{}[\]"]/;
/** A row of a table has more gaps than this, and its cells are not cut. */
const GAPS_OF_A_LIST = 2;
const WORDS = /\s*\S+/g;
/** The path of a call is long and nothing to be copied: it is broken at its steps. */
const ENDPOINT = /^\s*\/api\//;
const STEPS = /\s*\/?[^/]+\/?/g;
const CELLS = /\s*\S+(?: \S+)*/g;

/**
 * Text as it fits a terminal: what is longer than a line goes on below, broken between words, where what the line says began. A
 * terminal would break it in the middle of a word or a figure.
 */
export function terminalLines(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => brokenLine(line, columns - 1))
    .join('\n');
}

function brokenLine(line: string, width: number): string {
  if (widthOf(line) <= width || line.startsWith('\r') || JSON_LINE.test(line)) return line;
  const found = LABEL.exec(line)?.[0] ?? '';
  // What stands far to the right, below another text, has no room there.
  const label = found.trim() === '' && found.length > width / 2 ? '    ' : found;
  const indent = ' '.repeat(indentOf(label, width));
  const [command = ''] = COMMAND.exec(line) ?? [];
  const pieces = piecesOf(line.slice(found.length, line.length - command.length), width);
  const lines = [label];
  let isBegun = false;
  for (const piece of command === '' ? pieces : [...pieces, command]) {
    const last = lines.at(-1) ?? '';
    if (!isBegun || widthOf(last + piece) <= width) lines[lines.length - 1] = last + piece;
    else lines.push(`${indent}${piece.trimStart()}`);
    isBegun = true;
  }
  return lines.join('\n');
}

/** Below what a line says; a little to the right of a line that has no label, or a long one. */
function indentOf(label: string, width: number): number {
  const isColumn = label.length > 4 && label.length <= width / 2;
  return isColumn ? label.length : label.length - label.trimStart().length + 2;
}

/** What is not broken, with the space before it: words, and the cells of a row. */
function piecesOf(text: string, width: number): string[] {
  const isRow = (text.trim().match(/\s{2,}/g)?.length ?? 0) > GAPS_OF_A_LIST;
  const pieces = text.match(isRow ? CELLS : WORDS) ?? [];
  const words = pieces.flatMap((piece) => (widthOf(piece) > width / 2 ? (piece.match(WORDS) ?? []) : [piece]));
  return words.flatMap((word) => (ENDPOINT.test(word) ? (word.match(STEPS) ?? []) : [word]));
}

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** The stream of a terminal, on which lines are broken between words; any other one as it is. */
export function fittedStream(stream: TextStream): TextStream {
  if (stream.isTTY !== true) return stream;
  // What goes on in a line that was begun stays in it.
  let isInLine = false;
  return inSameWindow(stream, (text) => {
    if (typeof text !== 'string' || text === '') return stream.write(text);
    const begun = isInLine ? (/^[^\n]*(?:\n|$)/.exec(text)?.[0].length ?? 0) : 0;
    const rest = terminalLines(text.slice(begun), stream.columns ?? 80);
    isInLine = widthOf((text.split('\n').at(-1) ?? '').replaceAll('\r', '')) > 0;
    return stream.write(`${text.slice(0, begun)}${rest}`);
  });
}

/** Surroundings whose lines fit the terminal. */
export const fittedIo = (io: RunIo): RunIo => ({
  ...io,
  stdout: fittedStream(io.stdout),
  stderr: fittedStream(io.stderr),
});
