import type { TestElement } from './test-elements.ts';

/** What became of an element of a test plan. */
export interface JmxNote {
  readonly line: number;
  /** Its kind and its name. */
  readonly element: string;
  readonly state: 'taken' | 'partly' | 'left';
  readonly says: string;
}

/** Notes on elements: each element has at least one in the end, so that nothing is left out in silence. */
export class JmxNotes {
  readonly #notes: JmxNote[] = [];
  readonly #noted = new Set<TestElement>();

  add(element: TestElement, state: JmxNote['state'], says: string): void {
    this.#noted.add(element);
    const name = element.name === '' ? element.kind : `${element.kind} "${element.name}"`;
    this.#notes.push({ line: element.line, element: name, state, says });
  }

  has(element: TestElement): boolean {
    return this.#noted.has(element);
  }

  /** In the order of lines. */
  get all(): readonly JmxNote[] {
    return [...this.#notes].sort((a, b) => a.line - b.line);
  }
}
