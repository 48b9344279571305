import { shownText } from './shown-text.ts';

/** Text that Markdown shows as it stands, in one line, also in a cell of a table. */
export function plain(text: string): string {
  return inOneLine(text).replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}

const inOneLine = (text: string): string => shownText(text).replace(/\s*\n\s*/g, ' ');
