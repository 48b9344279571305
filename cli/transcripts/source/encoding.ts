import { analyse } from 'chardet';
import { encodingExists } from 'iconv-lite';

/** What a text is encoded in, and whether that is a guess which another encoding comes near to. */
export interface Encoding {
  /** As iconv-lite names it. */
  readonly name: string;
  /** Another one that the bytes may be in as well, where the guess is close. */
  readonly rival?: string;
}

const UTF8: Encoding = { name: 'utf-8' };
/** Bytes that are looked at for a guess. */
const GUESSED_FROM = 256 * 1_024;
/** A rival whose confidence is nearer than this is named. */
const CLOSE = 15;
/** Encodings that hold all that the named one does, and more of what files of that name hold. */
const WIDER: Readonly<Record<string, string>> = {
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-9': 'windows-1254',
  ASCII: 'windows-1252',
};

/** The encoding that the first bytes of a file announce: a byte order mark, or the zeros of UTF-16. */
export function announcedEncoding(head: Buffer): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return UTF8;
  if (head[0] === 0xff && head[1] === 0xfe) return { name: head[2] === 0 && head[3] === 0 ? 'utf-32le' : 'utf-16le' };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be' };
  const zeros = [0, 0];
  const looked = Math.min(head.length, 4_096) & ~1;
  for (let at = 0; at < looked; at++) if (head[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) < looked / 8) return undefined;
  return { name: odd > even ? 'utf-16le' : 'utf-16be' };
}

/**
 * The encoding of bytes that are not all ASCII. UTF-8 with some wrong bytes is UTF-8: they are an error, and no reason to
 * read everything else otherwise.
 */
export function guessedEncoding(bytes: Buffer): Encoding {
  const { characters, wrong } = utf8Census(bytes);
  if (characters >= wrong) return UTF8;
  const [first, second] = analyse(bytes.subarray(0, GUESSED_FROM)).filter(({ name }) => !/^UTF/.test(name));
  if (first === undefined) return { name: 'windows-1252' };
  const name = WIDER[first.name] ?? first.name;
  const rival = second === undefined ? undefined : (WIDER[second.name] ?? second.name);
  const isClose = second !== undefined && first.confidence - second.confidence < CLOSE && rival !== name;
  return isClose && rival !== undefined ? { name, rival } : { name };
}

/** The encoding that the user named. Throws an error of one line when nobody knows it. */
export function namedEncoding(name: string): Encoding {
  if (/^utf-?8$/i.test(name)) return UTF8;
  if (encodingExists(name)) return { name };
  throw new Error(`--encoding ${name}: unknown; allowed: utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis, …`);
}

/** How many characters of more than one byte there are, and how many bytes that belong to none. */
function utf8Census(bytes: Buffer): { characters: number; wrong: number } {
  let [characters, wrong] = [0, 0];
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at);
    // A character that is cut off at the end counts for neither.
    if (length > 1) characters++;
    if (length === 0 && bytes.length - at > 3) wrong++;
    at += Math.max(1, length);
  }
  return { characters, wrong };
}

/** The length of the character at `at`, in bytes; 0 when there is none. */
export function utf8Length(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < low || second > high) return 0;
  for (let more = 2; more < length; more++) if (((bytes[at + more] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
