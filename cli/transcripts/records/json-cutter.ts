import { parseExactly, whyNotRead } from './exact-json.ts';
import type { JsonValue, Under } from './json-values.ts';

const [QUOTE, BACKSLASH, OPEN, CLOSE, ARRAY, END, COLON, COMMA, LF, SPACE] = [34, 92, 123, 125, 91, 93, 58, 44, 10, 32];

/** The longest record, in characters: one that is longer is taken for a file that is not what it looks like. */
const LONGEST = 256 * 1_024 * 1_024;

interface Level {
  readonly isArray: boolean;
  /** Whether its elements are records. */
  readonly holdsRecords: boolean;
}

/**
 * Cuts the records out of JSON that comes in pieces, whatever its spaces: values one after another, an array of them, or
 * arrays under keys. No more than one record is held at a time. Throws an error of one line.
 */
export class JsonCutter {
  readonly #name: string;
  readonly #under: Under;
  #levels: Level[] = [];
  #text = '';
  /** How far the text has been looked at. */
  #at = 0;
  #line = 1;
  /** Where the record begins that is being read, and how deep it is; -1 outside of one. */
  #from = -1;
  #fromLine = 1;
  #depth = 0;
  /** The last string outside of records: a key, when a colon follows. */
  #key = '';

  constructor(name: string, under: Under) {
    this.#name = name;
    this.#under = under;
  }

  /** The records that end in this piece. */
  cut(piece: string): JsonValue[] {
    const kept = this.#from >= 0 ? this.#from : this.#at;
    this.#text = this.#text.slice(kept) + piece;
    this.#at -= kept;
    if (this.#from >= 0) this.#from = 0;
    if (this.#text.length > LONGEST) throw new Error(`${this.#name}: line ${this.#fromLine}: a record of over 256 MB`);
    const found: JsonValue[] = [];
    while (this.#at < this.#text.length && (this.#depth > 0 ? this.#pastRecord(found) : this.#step(found)));
    return found;
  }

  /** Throws when the file ends in the middle of something. */
  end(): JsonValue[] {
    const last = this.cut(' ');
    if (this.#from >= 0 || this.#levels.length > 0 || this.#at < this.#text.length)
      throw new Error(`${this.#name}: line ${this.#line}: the file ends in the middle of JSON`);
    return last;
  }

  /** Goes over one sign, or one string. False when the rest of it is still to come. */
  #step(found: JsonValue[]): boolean {
    const sign = this.#text.charCodeAt(this.#at);
    if (sign === LF) this.#line++;
    if (sign === QUOTE) return this.#string(found);
    if (this.#from >= 0) this.#inWord(sign, found);
    else this.#outside(sign);
    this.#at++;
    return true;
  }

  /** Goes on to the end of an object or array that is a record. False when the rest of it is still to come. */
  #pastRecord(found: JsonValue[]): boolean {
    const text = this.#text;
    let [at, depth] = [this.#at, this.#depth];
    while (depth > 0 && at < text.length) {
      const sign = text.charCodeAt(at);
      if (sign === QUOTE) {
        const end = endOfString(text, at);
        if (end < 0) break;
        at = end;
        continue;
      }
      if (sign === OPEN || sign === ARRAY) depth++;
      else if (sign === CLOSE || sign === END) depth--;
      else if (sign === LF) this.#line++;
      at++;
    }
    [this.#at, this.#depth] = [at, depth];
    if (depth > 0) return false;
    this.#finish(at, found);
    return true;
  }

  #string(found: JsonValue[]): boolean {
    const end = endOfString(this.#text, this.#at);
    if (end < 0) {
      if (this.#from < 0 && this.#isRecordNext()) this.#begin();
      return false;
    }
    if (this.#from < 0) {
      if (this.#isRecordNext()) {
        this.#begin();
        this.#at = end;
        this.#finish(end, found);
        return true;
      }
      this.#key = this.#text.slice(this.#at + 1, end - 1);
    }
    this.#at = end;
    return true;
  }

  /** In a record that is a number or a word. */
  #inWord(sign: number, found: JsonValue[]): void {
    if (sign > SPACE && sign !== COMMA && sign !== END && sign !== CLOSE) return;
    this.#finish(this.#at, found);
    if (sign === END || sign === CLOSE) this.#levels.pop();
  }

  #outside(sign: number): void {
    if (sign <= SPACE || sign === COMMA || sign === COLON) return;
    if (sign === END || sign === CLOSE) {
      if (this.#levels.pop() === undefined)
        throw new Error(`${this.#name}: line ${this.#line}: not JSON: a bracket that nothing opens`);
    } else if (this.#isRecordNext() && !this.#isList(sign)) this.#begin(sign);
    else if (sign === OPEN || sign === ARRAY) this.#levels.push(this.#level(sign === ARRAY));
    // Other signs are of numbers and words beside the records.
  }

  /** Whether the next value is a record. */
  #isRecordNext(): boolean {
    const level = this.#levels.at(-1);
    return level === undefined ? this.#under === undefined : level.holdsRecords && (level.isArray || this.#key !== '');
  }

  /** Whether this begins a list of records at the top. */
  #isList(sign: number): boolean {
    return this.#levels.length === 0 && sign === ARRAY;
  }

  #level(isArray: boolean): Level {
    const depth = this.#levels.length;
    const isTop = depth === 0 || (depth === 1 && this.#levels[0]?.isArray === true);
    const under = this.#under;
    if (isArray) {
      const holdsRecords =
        depth === 0
          ? under === undefined || under === '*'
          : Array.isArray(under) && this.#isTopObject() && under.includes(this.#key);
      return { isArray, holdsRecords };
    }
    return { isArray, holdsRecords: under === '*' && isTop };
  }

  /** Whether the innermost level is an object at the top, or in an array there. */
  #isTopObject(): boolean {
    const [first, second] = this.#levels;
    if (this.#levels.length === 1) return first?.isArray === false;
    return this.#levels.length === 2 && first?.isArray === true && second?.isArray === false;
  }

  #begin(sign = 0): void {
    this.#from = this.#at;
    this.#fromLine = this.#line;
    this.#depth = sign === OPEN || sign === ARRAY ? 1 : 0;
  }

  #finish(end: number, found: JsonValue[]): void {
    const text = this.#text.slice(this.#from, end);
    const key = this.#levels.at(-1)?.isArray === false ? this.#key : '';
    this.#from = -1;
    this.#key = '';
    try {
      const value = parseExactly(text);
      found.push(key === '' ? { value, line: this.#fromLine } : { value, line: this.#fromLine, key });
    } catch (error) {
      throw new Error(`${this.#name}: line ${this.#fromLine}: ${whyNotRead(error)}`);
    }
  }
}

/** Where a string that begins at `at` is over; -1 when its end is still to come. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let back = end;
    while (text.charCodeAt(back - 1) === BACKSLASH) back--;
    if ((end - back) % 2 === 0) return end + 1;
  }
  return -1;
}
