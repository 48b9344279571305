/** Text that is put into a source. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A source with insertions, and the way back to the columns of the source. */
export class EditedSource {
  readonly code: string;
  /** By line, from 1: the column before it, from 0, and its length. */
  readonly #shifts = new Map<number, { readonly column: number; readonly length: number }[]>();

  /** @param insertions none of which holds a line break */
  constructor(source: string, insertions: readonly Insertion[]) {
    const sorted = [...insertions].sort((a, b) => a.at - b.at);
    const parts: string[] = [];
    let last = 0;
    let line = 1;
    let lineStart = 0;
    for (const { at, text } of sorted) {
      const between = source.slice(last, at);
      parts.push(between, text);
      const breaks = between.split('\n').length - 1;
      if (breaks > 0) lineStart = source.lastIndexOf('\n', at - 1) + 1;
      line += breaks;
      const own = this.#shifts.get(line) ?? [];
      own.push({ column: at - lineStart, length: text.length });
      this.#shifts.set(line, own);
      last = at;
    }
    this.code = [...parts, source.slice(last)].join('');
  }

  /** The column in the source of a place in `code`, both from 1. */
  columnBefore(line: number, column: number): number {
    let inserted = 0;
    for (const shift of this.#shifts.get(line) ?? []) {
      if (shift.column + inserted >= column - 1) break;
      inserted += Math.min(shift.length, column - 1 - shift.column - inserted);
    }
    return column - inserted;
  }
}
