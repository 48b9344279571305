import type { Plan } from '../../lib/plan/schema.ts';
import type { RunModel } from '../model/run-model.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Part, Told } from '../model/told.ts';

/** What stands first of a run: what it came to, and what that rests on. */
export type Headline = Pick<Told, 'tone' | 'word' | 'figure' | 'says' | 'evidence' | 'advice' | 'unknown'>;

/** How one kind of run is put into words. */
export interface RunWords {
  headline(run: RunReport, plan: Plan | undefined): Headline;
  /** What only this kind has, between the key figures and the charts. */
  parts(run: RunReport, plan: Plan | undefined): readonly Part[];
  /** Whether sessions over time can be drawn: those that came, less those that left. */
  readonly drawsSessions: boolean;
  /** The chart of upgrades by outcome. */
  readonly outcomesTitle: string;
}

/** What `kinds/<name>/kind.ts` of a kind of run exports as `runKind`. */
export interface RunKind {
  readonly model: RunModel;
  readonly words: RunWords;
}

/** What is said of a run whose metrics are whole where they have to be split by tag. */
export const UNSPLIT = 'Unknown: the metrics of this result are not split by tag, as in a run with --no-thresholds.';
/** What would tell. */
export const GIVE_SAMPLES = 'Give its samples (--out json=…): they carry every tag.';
