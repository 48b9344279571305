import type { Plan } from '../../lib/plan/schema.ts';
import type { RunModel } from '../model/run-model.ts';
import type { RunReport } from '../model/run-report.ts';

/** How one kind of run is put into words. HTML where it says so, otherwise plain text. */
export interface RunWords {
  /** What the table of several runs has for this one: what it was found to be, sessions held, upgrades refused. */
  overview(run: RunReport): readonly [found: string, held: string | number, refused: string | number];
  /** HTML: the card at the top of the page; `gate` is the badge of its gate. */
  card(run: RunReport, plan: Plan | undefined, gate: string): string;
  /** HTML sections between the key figures and the charts. */
  sections(run: RunReport, plan: Plan | undefined): readonly string[];
  /** Whether sessions over time can be drawn: those that came, less those that left. */
  readonly drawsSessions: boolean;
  /** The chart of upgrades by outcome. */
  readonly outcomesTitle: string;
  /** Markdown: what was found, with its evidence and what to do. */
  markdown(run: RunReport, plan: Plan | undefined): string;
  /** Markdown between the key figures and the gate. */
  markdownTable(run: RunReport, plan: Plan | undefined): string;
  /** What was found, for JUnit's output. */
  plain(run: RunReport, plan: Plan | undefined): string;
}

/** What `kinds/<name>/kind.ts` of a kind of run exports as `runKind`. */
export interface RunKind {
  readonly model: RunModel;
  readonly words: RunWords;
}
