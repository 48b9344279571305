/** The columns of a terminal that every text of a command fits into. */
export const COLUMNS = 80;

/**
 * Breaks text at white space into lines of at most `width` characters, each behind `indent`. A longer word has a line of
 * its own.
 *
 * @example wrapText('one two three', 9, '  ') // ['  one two', '  three']
 */
export function wrapText(text: string, width = COLUMNS, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}
