const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Decodes base64url without padding (RFC 4648 section 5), one character a byte: text beyond ASCII comes out as its UTF-8
 * bytes. k6 has no `atob`, and its module `k6/encoding` would cost every VU 0.7 KB to import. Throws on other letters.
 *
 * @example
 * textOfBase64Url('eyJleHAiOjF9'); // '{"exp":1}'
 */
export function textOfBase64Url(encoded: string): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const letter of encoded) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) throw new Error('not base64url');
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    text += String.fromCharCode((held >> bits) & 0xff);
  }
  return text;
}
