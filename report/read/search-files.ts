import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import type { Attribution, AxisFinding } from '../../search/attribution/attribution.ts';
import type { SearchResult, Sustained } from '../../search/ceiling/search-result.ts';
import type { Comparison, MeasureComparison } from '../../search/comparison/comparison.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';

/**
 * What the commands that search write with `--json`. What earlier versions did not write, or another program left out, may
 * be missing.
 */

/** How an experiment ended. */
export type ExperimentEnd =
  | { readonly kind: 'complete' | 'interrupted' }
  | { readonly kind: 'irregular'; readonly why: string };

/** When something was measured (ISO 8601). */
interface Measured {
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/** The answer of a ceiling search: each part may be missing but the windows. */
export interface CeilingAnswer extends Omit<Partial<SearchResult>, 'sustained' | 'refusedFrom' | 'windows' | 'rates'> {
  readonly sustained?: Pick<Sustained, 'level' | 'clean' | 'of'> & Partial<Sustained>;
  readonly refusedFrom?: Omit<NonNullable<SearchResult['refusedFrom']>, 'median'> & { readonly median?: number };
  readonly rates?: readonly { readonly perMinute?: number; readonly evidence: string }[];
  readonly windows: readonly { readonly level: number; readonly lengthMs?: number; readonly outcome: string }[];
}

/** `headroom ceiling --json`. */
export interface CeilingFile extends Measured {
  readonly plan?: string;
  readonly target?: string;
  /** The first line of the engine, which names it. */
  readonly engine?: string;
  readonly interrupted?: boolean;
  readonly transport?: 'exact' | 'dense';
  readonly settings?: SearchSettings;
  readonly result: CeilingAnswer;
  /** Every phase, with the readings of its probes. */
  readonly history?: readonly MeasuredPhase[];
}

/** `headroom attribute --json`. */
export interface AttributeFile extends Measured {
  readonly plan: string;
  readonly target: string;
  /** As in the file of a ceiling. */
  readonly engine?: string;
  readonly transport?: 'exact' | 'dense';
  readonly end?: ExperimentEnd;
  readonly result: Omit<Attribution, 'findings' | 'notVaried'> & {
    readonly findings: readonly (Pick<AxisFinding, 'axis' | 'answer' | 'why'> & Partial<AxisFinding>)[];
    readonly notVaried?: Attribution['notVaried'];
  };
  readonly refusals?: readonly SeenRefusals[];
}

/** `headroom compare --json`. */
export interface CompareFile extends Measured {
  readonly a: string;
  readonly b: string;
  readonly target?: string;
  /** As in the file of a ceiling. */
  readonly engine?: string;
  /** What a trial is: a probe of the ceiling, or a whole run of a script. */
  readonly by: string;
  readonly differences: readonly string[];
  readonly end?: ExperimentEnd;
  readonly result: Pick<MeasureComparison, 'answer' | 'a' | 'b'> & Partial<Comparison>;
}
