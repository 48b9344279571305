import type { Aside, Asides } from './asides.ts';

/**
 * The opening of a dialogue that the agent begins. A conversation begins with the customer's first message
 * (docs/facts/genesys.md section 12), so the customer says a text of the plan first, unless a person already spoke.
 */
export class Opening implements Asides {
  readonly of = 'opening';
  readonly #text: string;
  readonly #thinkMs: number;
  #dueAtMs: number | undefined;
  #over = false;

  /** @param thinkMs how long the customer thinks before saying it */
  constructor(text: string, thinkMs: number) {
    this.#text = text;
    this.#thinkMs = thinkMs;
  }

  dueAtMs(nowMs: number): number | undefined {
    if (this.#over) return undefined;
    this.#dueAtMs ??= nowMs + this.#thinkMs;
    return this.#dueAtMs;
  }

  take(): Aside {
    this.#over = true;
    return { text: this.#text };
  }

  personSaid(): void {
    this.#over = true;
  }
}
