import type { Side } from './dialogue.ts';

/** Published limits on one message (docs/facts/genesys.md section 1.8). */
const INBOUND_BYTES = 4_096;
const OUTBOUND_CHARACTERS = 4_000;

/** UTF-8 length, without an encoder: k6 has one only since v2.2. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Why Genesys would refuse this text from this side, or undefined. Never quotes the text. */
export function tooLong(from: Side, text: string): string | undefined {
  if (from === 'customer') {
    // No unit of UTF-16 takes more than three bytes.
    if (text.length * 3 <= INBOUND_BYTES) return undefined;
    const bytes = bytesOf(text);
    return bytes > INBOUND_BYTES ? `${bytes} bytes; allowed from a customer: ${INBOUND_BYTES}` : undefined;
  }
  return text.length > OUTBOUND_CHARACTERS
    ? `${text.length} characters; allowed from an agent: ${OUTBOUND_CHARACTERS}`
    : undefined;
}
