import type { Plan } from '../../lib/plan/schema.ts';
import type { Told } from '../model/told.ts';
import type { Result } from '../read/result.ts';

/** A result that is no run's, ready to be shown. */
export interface ShownDocument {
  /** The list of the report's JSON that it stands in. */
  readonly list: string;
  /** What stands there. */
  readonly data: object;
  /** What the report is called after it when it shows nothing else. */
  readonly title: string;
  /** What it says, for page, Markdown, JUnit and CSV. */
  readonly told: Told;
}

/** A result and the file that it came from. */
export interface ResultFile {
  readonly path: string;
  readonly result: Result;
}

/** What `kinds/<name>/kind.ts` of a kind of document exports as `documentKind`. */
export interface DocumentKind {
  /**
   * What the report shows of all its files together, in order. `plan` is that of the runs, where it is known; `say`
   * notes what is left out of a file, and why.
   */
  show(
    files: readonly ResultFile[],
    plan: Plan | undefined,
    say: (file: string, what: string) => void,
  ): ShownDocument[];
}
