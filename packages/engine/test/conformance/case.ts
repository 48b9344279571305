import type { Lane } from '../../src/contract/script.ts';

/** A fact about k6 as a script and what must come of it. */
export interface ConformanceCase {
  /** The bullet of the specification that it is about, as docs/engine.md numbers them. */
  readonly id: string;
  readonly fact: string;
  readonly script: string;
  /** Name of the script; `script.js` if absent. */
  readonly file?: string;
  /** Files beside the script. */
  readonly files?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Lanes of the embedded engine that it is about, auto for a lane by function; both if absent, of which `npm test` runs one. */
  readonly lanes?: readonly (Lane | 'auto')[];
  /** The run is interrupted once each of these has been printed. */
  readonly interruptAt?: readonly string[];
  /** `failure` is any but 0, where the code is not documented. */
  readonly exitCode: number | 'failure';
  /** Parts of what is printed to stdout and stderr together. */
  readonly printed?: readonly string[];
  /** What must not be printed. */
  readonly notPrinted?: readonly string[];
  /** Files that the run writes beside the script: a whole text, or parts of it. */
  readonly written?: Readonly<Record<string, string | readonly string[]>>;
  /** How often a part is printed. */
  readonly times?: Readonly<Record<string, number>>;
}

export const WORKER: readonly Lane[] = ['worker'];
/** What is about the command line, and the same in both lanes. */
export const ONE_LANE: readonly Lane[] = ['async'];
/** What concerns a run in two lanes: each function in its own. */
export const TWO_LANES: readonly 'auto'[] = ['auto'];
