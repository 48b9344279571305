import type { Side } from '../../../lib/dialogues/dialogue.ts';
import { tooLong } from '../../../lib/dialogues/text-limits.ts';

/** The longest text that any side may send, in UTF-16 units; the check says whether it really fits. */
const AT_MOST = 4_000;

/**
 * Splits a text into texts that Genesys takes from a side. Put together they are the text. Ends are at white space where
 * there is any in the second half, and never inside of a character as people see it.
 */
export function splitText(from: Side, text: string): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const part = tooLong(from, rest) === undefined ? rest : fitting(from, rest);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function fitting(from: Side, text: string): string {
  let [end, space] = [0, 0];
  for (const { segment, index } of graphemes.segment(text.slice(0, AT_MOST + 1_000))) {
    const next = index + segment.length;
    if (next > AT_MOST || tooLong(from, text.slice(0, next)) !== undefined) break;
    end = next;
    if (/\s$/.test(segment)) space = next;
  }
  if (end === 0) return text.slice(0, 1_000);
  return text.slice(0, space > end / 2 ? space : end);
}
