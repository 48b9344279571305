/** `headroom transcripts pack` splits a set into parts, and each line of a part says of which part it is. */

/** The line of a dialogue, marked as one of a part such as `1 of 4`. */
export function markedAsPart(line: string, part: string): string {
  return line.replace(/\}\s*$/, `,"part":${JSON.stringify(part)}}`);
}

/** Which part of a set this text is, such as `1 of 4`; undefined for a whole set. */
export function partIn(text: string): string | undefined {
  // In a text of a dialogue the quotes would be escaped.
  return /^[^\n]*,"part":"(\d+ of \d+)"\}/.exec(text)?.[1];
}
