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

/** Whether a plan names all parts of a set, as `dialogues-{n}.jsonl` does: they are played as one set. */
export const isInParts = (path: string): boolean => path.includes('{n}');

/** The file of part `n`, from 1. A set that is one file has the path itself. */
export const partPath = (path: string, n: number): string => path.replaceAll('{n}', `${n}`);

/**
 * How many parts the set has, by the text of its first one. Throws an error of one line where the text is not part 1 of
 * some.
 */
export function partsBy(path: string, text: string): number {
  const [, parts] = /^1 of (\d+)$/.exec(partIn(text) ?? '') ?? [];
  if (parts !== undefined) return Number(parts);
  throw new Error(
    `transcripts ${partPath(path, 1)}: not part 1 of a set; allowed: what headroom transcripts pack wrote`,
  );
}

/** Throws an error of one line where a text is not part `n` of `parts`. */
export function refuseOtherPart(path: string, text: string, n: number, parts: number): void {
  const part = partIn(text);
  if (part === `${n} of ${parts}`) return;
  const is = part === undefined ? 'no part of a set' : `part ${part} of a set`;
  throw new Error(`transcripts ${partPath(path, n)}: ${is}; allowed: part ${n} of ${parts}`);
}
