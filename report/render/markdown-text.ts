import { shownText } from './shown-text.ts';

/** Text that Markdown shows as it stands, in one line, also in a cell of a table. */
export function plain(text: string): string {
  return inOneLine(text).replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}

/** Text as code, also in a cell of a table. No escape helps against a backtick there. */
export const code = (text: string): string => `\`${inOneLine(text).replace(/[`|]/g, "'")}\``;

const inOneLine = (text: string): string => shownText(text).replace(/\s*\n\s*/g, ' ');
