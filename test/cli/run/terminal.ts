const ESC = String.fromCharCode(27);
const PARTS = new RegExp(`${ESC}\\[\\d*[AKJ]|\\r|\\n|[^${ESC}\\r\\n]+`, 'g');
const UP = new RegExp(`^${ESC}\\[(\\d*)A$`);

/** What a terminal shows that was written to: it knows ends of lines, `\r`, and the escapes that a live region uses. */
export class Terminal {
  readonly isTTY: boolean;
  readonly columns: number;
  writes = 0;
  readonly #lines: string[] = [''];
  #row = 0;
  #isWithin = false;

  constructor(columns: number, isTTY = true) {
    this.columns = columns;
    this.isTTY = isTTY;
  }

  write(text: string | Uint8Array): void {
    this.writes++;
    for (const [part] of (typeof text === 'string' ? text : Buffer.from(text).toString()).matchAll(PARTS)) {
      const up = UP.exec(part);
      if (up) this.#row -= Number(up[1]);
      else if (part === `${ESC}[J`) this.#lines.splice(this.#row, this.#lines.length, '');
      else if (part === '\n') {
        this.#row++;
        this.#lines[this.#row] ??= '';
      } else if (part !== `${ESC}[K` && part !== '\r') {
        this.#lines[this.#row] = this.#isWithin ? `${this.#lines[this.#row]}${part}` : part;
      }
      this.#isWithin = part !== '\n' && part !== '\r' && !part.startsWith(ESC);
    }
  }

  get shown(): string[] {
    return this.#lines.filter((line) => line !== '');
  }
}
