import { createInterface } from 'node:readline/promises';

/** Asks a person a question, and resolves to the answer. */
export type Ask = (question: string) => Promise<string>;

/** Asks on the terminal; the answer is empty where there is none. */
export async function askPerson(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return answer;
}

/** Asks one question after another on the terminal: what is typed ahead answers those to come. Empty where the input ends. */
export class PersonAtTerminal {
  readonly #terminal = createInterface({ input: process.stdin, output: process.stderr });
  readonly #lines = this.#terminal[Symbol.asyncIterator]();

  readonly ask: Ask = async (question) => {
    process.stderr.write(question);
    const { value, done } = await this.#lines.next();
    return done === true ? '' : value;
  };

  leave(): void {
    this.#terminal.close();
  }
}
