/** A fact about k6 as a script and what must come of it. */
export interface Case {
  /** Section of k6.md and a number within it. */
  readonly id: string;
  readonly fact: string;
  readonly script: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exitCode: number;
  /** Parts of what is printed to stdout and stderr together. */
  readonly printed?: readonly string[];
  /** What must not be printed. */
  readonly notPrinted?: readonly string[];
}
