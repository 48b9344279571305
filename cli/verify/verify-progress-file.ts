import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { appendInPlace, writeInPlace } from '../io/in-place.ts';
import { makeFolder } from '../io/output-file.ts';
import type { CheckedConversation } from './check-conversation.ts';

/** A file of the conversations checked so far, one a line, from which an interrupted verification resumes. */
export class VerifyProgressFile {
  readonly #path: string;
  readonly checked: CheckedConversation[];

  private constructor(file: string, checked: CheckedConversation[]) {
    this.#path = file;
    this.checked = checked;
  }

  /**
   * Reads the file, or begins it. `of` identifies what is verified. Throws an error of one line when the file belongs
   * to another verification.
   */
  static open(file: string, of: string, fresh: boolean): VerifyProgressFile {
    const [first, ...lines] = fresh ? [] : linesIn(file);
    if (first === undefined) {
      makeFolder(path.dirname(file));
      writeInPlace(file, `${JSON.stringify({ of })}\n`);
      return new VerifyProgressFile(file, []);
    }
    if ((first as { of?: string }).of !== of)
      throw new Error(
        `${file}: of another verification; allowed: the plan, runs and interval it was begun with, or --fresh`,
      );
    return new VerifyProgressFile(file, lines as CheckedConversation[]);
  }

  add(checked: CheckedConversation): void {
    this.checked.push(checked);
    appendInPlace(this.#path, `${JSON.stringify(checked)}\n`);
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}

/** The whole lines of the file. A last line that was cut off is removed from it. */
function linesIn(file: string): unknown[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) writeInPlace(file, whole);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [parsed(line, file)]));
}

function parsed(line: string, file: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${file}: not what a verification left; allowed: --fresh`);
  }
}
