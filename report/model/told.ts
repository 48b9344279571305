/**
 * A result in words and figures: what it says is the same in the page, in Markdown, in JUnit, in CSV and on the terminal,
 * since all of them write this.
 */
export interface Told {
  /** Such as `ceiling`, for CSV and JUnit. */
  readonly kind: string;
  /** Such as `Ceiling search`. */
  readonly title: string;
  readonly tone: Tone;
  /** What came of it in a word or two. */
  readonly word: string;
  /** The number that was asked for, and of what it is. */
  readonly figure?: { readonly value: string; readonly of: string };
  /** The answer in one sentence or two: plain text, as all else here. */
  readonly says: string;
  /** What it rests on, a line each. */
  readonly evidence?: readonly string[];
  /** What to do about it. */
  readonly advice: readonly Fact[];
  /** When, where and how it was measured. */
  readonly frame: readonly Fact[];
  /** Further words in tones, such as what became of the gate. */
  readonly badges?: readonly { readonly tone: Tone; readonly word: string }[];
  /** The figures that matter most, by name. */
  readonly tiles?: readonly Fact[];
  /** What the answer cannot know, a sentence each. */
  readonly unknown: readonly string[];
  readonly parts: readonly Part[];
  readonly cases: readonly Case[];
}

export type Tone = 'good' | 'bad' | 'unsure';

/** Something that is known by a name. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** A table, with a picture of it where there is one. */
export interface Part {
  readonly title: string;
  /** The answer of a part that stands for itself, in a sentence. */
  readonly says?: string;
  readonly note?: string;
  /** The names of the columns; empty for a list of facts. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** HTML that shows the same. */
  readonly picture?: string;
  /** What stands on the fold of a table that is shown only when it is asked for: of a chart, or very long. */
  readonly fold?: string;
}

/** A word in a tone is shown as a badge. */
export type Cell = string | number | { readonly tone: Tone; readonly word: string };

/** One thing that a pipeline asks of the result. */
export interface Case {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why, where it did not pass. */
  readonly says: string;
}

/** Facts as a table of two columns. */
export const factsPart = (title: string, facts: readonly Fact[]): Part => ({
  title,
  head: [],
  rows: facts.map(({ name, text }) => [name, text]),
});

/** Labelled lines, of which one without a label goes on with the one before it, as facts. */
export function factsOf(lines: readonly (readonly [label: string, text: string])[]): Fact[] {
  const facts: { name: string; text: string }[] = [];
  for (const [name, text] of lines) {
    const last = facts.at(-1);
    if (name === '' && last !== undefined) last.text += `\n${text}`;
    else facts.push({ name, text });
  }
  return facts;
}
