import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import type { MeasuredPhase } from '../../search/measured-phase.ts';
import type { SearchResult } from '../../search/search-result.ts';

/** What `headroom ceiling --json` prints, and what its result file holds. */
export interface CeilingResult {
  readonly plan: string;
  readonly target: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly engine: string;
  readonly interrupted: boolean;
  readonly transport: 'exact' | 'dense';
  readonly settings: SearchSettings;
  readonly result: SearchResult;
  /** Every phase, with the readings of its probes. */
  readonly history: readonly MeasuredPhase[];
}
