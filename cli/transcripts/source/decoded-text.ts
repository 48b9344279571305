import { isAscii, isUtf8 } from 'node:buffer';
import { encode, getDecoder } from 'iconv-lite';
import { announcedEncoding, type Encoding, guessedEncoding, namedEncoding, utf8Length } from './encoding.ts';
import type { SourceFile } from './source-file.ts';

export interface Decoding {
  /** The encoding that the user named; without one it is found out. */
  readonly encoding?: string | undefined;
  /** Is told the encoding of a file that is not plain UTF-8. */
  readonly said?: (file: string, encoding: Encoding) => void;
}

/** A place in the bytes of a file where they are not what they ought to be. */
class WrongBytes extends Error {
  readonly at: number;
  readonly byte: number;
  readonly encoding: string;

  constructor(at: number, byte: number, encoding: string) {
    super('wrong bytes');
    this.at = at;
    this.byte = byte;
    this.encoding = encoding;
  }
}

/**
 * The text of a file, in pieces that end anywhere. As long as all bytes are ASCII every encoding reads them alike, so the
 * first others decide: UTF-8 when they are that, else what is likely. Throws an error of one line, with line and column,
 * at bytes that are no text in that encoding.
 */
export async function* decodedText(file: SourceFile, { encoding, said }: Decoding = {}): AsyncGenerator<string> {
  const named = encoding === undefined ? undefined : namedEncoding(encoding);
  const decoder = new TextOfBytes(named);
  let isTold = false;
  const tell = () => {
    const found = decoder.encoding;
    if (isTold || found === undefined) return;
    isTold = true;
    if (found.name !== 'utf-8') said?.(file.name, found);
  };
  try {
    for await (const chunk of file.bytes()) {
      const text = decoder.write(chunk);
      tell();
      if (text !== '') yield text;
    }
    const rest = decoder.end();
    tell();
    if (rest !== '') yield rest;
  } catch (error) {
    if (!(error instanceof WrongBytes)) throw error;
    const { line, column } = await placeOf(file, error.at, error.encoding === 'utf-8');
    const byte = `0x${error.byte.toString(16).toUpperCase().padStart(2, '0')}`;
    throw new Error(
      `${file.name}: line ${line}, column ${column}: byte ${byte} is no text in ${error.encoding}; allowed: --encoding with what the file is in`,
    );
  }
}

/** Decodes chunks of one file. */
class TextOfBytes {
  encoding: Encoding | undefined;
  #isFirst = true;
  /** A copy of bytes that no text has been made of, and where they begin in the file. */
  #rest: Buffer = Buffer.alloc(0);
  #at = 0;
  #decoder: { write(bytes: Buffer): string; end(): string | undefined } | undefined;

  constructor(encoding: Encoding | undefined) {
    this.encoding = encoding;
  }

  write(chunk: Buffer): string {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    return this.#decode(this.#isFirst ? this.#first(bytes) : bytes, false);
  }

  end(): string {
    const text = this.#decode(this.#rest, true);
    this.#rest = Buffer.alloc(0);
    return text + this.#checked(this.#decoder?.end() ?? '', Buffer.alloc(0));
  }

  /** Looks at the first bytes, and takes off the mark of UTF-8; that of the others their decoder takes off. */
  #first(bytes: Buffer): Buffer {
    this.#isFirst = false;
    const announced = announcedEncoding(bytes);
    this.encoding ??= announced;
    if (announced?.name !== 'utf-8' || bytes[0] !== 0xef || this.encoding?.name !== 'utf-8') return bytes;
    this.#at += 3;
    return bytes.subarray(3);
  }

  #decode(bytes: Buffer, isEnd: boolean): string {
    if (bytes.length === 0) return '';
    if (this.encoding === undefined) {
      if (isAscii(bytes)) return this.#passed(bytes.toString('latin1'), bytes.length);
      const whole = bytes.subarray(0, bytes.length - (isEnd ? 0 : cutOff(bytes)));
      if (isAscii(whole)) {
        this.#rest = Buffer.from(bytes.subarray(whole.length));
        return this.#passed(whole.toString('latin1'), whole.length);
      }
      this.encoding = isUtf8(whole) ? { name: 'utf-8' } : guessedEncoding(bytes);
    }
    return this.encoding.name === 'utf-8' ? this.#utf8(bytes, isEnd) : this.#other(bytes, this.encoding.name);
  }

  #utf8(bytes: Buffer, isEnd: boolean): string {
    if (isAscii(bytes)) return this.#passed(bytes.toString('latin1'), bytes.length);
    const whole = bytes.subarray(0, bytes.length - (isEnd ? 0 : cutOff(bytes)));
    if (!isUtf8(whole)) {
      let at = 0;
      for (let length = 1; length > 0; at += length) length = utf8Length(whole, at);
      throw new WrongBytes(this.#at + at, whole[at] ?? 0, 'utf-8');
    }
    this.#rest = Buffer.from(bytes.subarray(whole.length));
    return this.#passed(whole.toString('utf8'), whole.length);
  }

  #other(bytes: Buffer, name: string): string {
    this.#decoder ??= getDecoder(name);
    const text = this.#checked(this.#decoder.write(bytes), bytes);
    return this.#passed(text, bytes.length);
  }

  /** Throws where a decoder put U+FFFD for bytes that are none of its characters. */
  #checked(text: string, bytes: Buffer): string {
    const name = this.encoding?.name ?? 'utf-8';
    const wrong = name.startsWith('utf') ? -1 : text.indexOf('\ufffd');
    if (wrong < 0) return text;
    const at = encode(text.slice(0, wrong), name).length;
    throw new WrongBytes(this.#at + at, bytes[at] ?? 0, name);
  }

  #passed(text: string, bytes: number): string {
    this.#at += bytes;
    return text;
  }
}

/** How many bytes at the end are the beginning of a character of UTF-8. */
function cutOff(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** The line of a byte, and its place in the line; both from 1. The place is in characters where the file is UTF-8. */
async function placeOf(file: SourceFile, at: number, isUtf8File: boolean): Promise<{ line: number; column: number }> {
  let [line, column, read] = [1, 1, 0];
  for await (const chunk of file.bytes()) {
    for (const byte of chunk) {
      if (read++ === at) return { line, column };
      if (byte === 10) [line, column] = [line + 1, 1];
      else if (!isUtf8File || (byte & 0xc0) !== 0x80) column++;
    }
  }
  return { line, column };
}
