const GAP = ' · ';

/** Short texts in as few lines of a terminal as they fit, none of them cut in two. */
export function packedLines(texts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + GAP.length + text.length < columns)
      lines[lines.length - 1] = `${last}${GAP}${text}`;
    else lines.push(text);
  }
  return lines;
}

/** A text in lines of at most so many columns, broken between words. */
export function wrappedLines(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length < columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
