import type { SeenRefusals } from '../../../lib/genesys/guest/refusal-words.ts';
import { joinedRefusals } from '../../fold/refusal-samples.ts';
import type { Result } from '../../read/result.ts';
import type { CeilingFile } from '../../read/search-files.ts';
import { type LadderRung, probesIn, type RunProbe, rungsOf, windowsIn } from './ladder.ts';

/** What `headroom ceiling` found, as far as its file says: an answer may lack any part. */
export interface CeilingSearch {
  readonly plan: string;
  readonly target: string;
  readonly sustained: { readonly level: number; readonly clean: number; readonly of: number } | undefined;
  readonly refusedFrom: { readonly lowest: number; readonly highest: number; readonly probes: number } | undefined;
  readonly neverAdmittedAbove: number | undefined;
  readonly planFor: number | undefined;
  /** The largest number of sessions that was offered at once. */
  readonly mostOffered: number | undefined;
  /** Evidence that the limit is one on the rate of connections. */
  readonly rates: readonly string[];
  /** Probes and windows that were run, in their order; neighbours that went alike as one. */
  readonly steps: readonly LadderRung[];
  /** What the refusals of all phases said, as far as samples of them were kept. */
  readonly refusals: readonly SeenRefusals[];
  /** Why the answer is less than it should be. */
  readonly irregular: readonly string[];
}

/** A search as it is shown: what it found, each probe that was run, and its file where it has come to its end. */
export interface ShownSearch {
  readonly found: CeilingSearch;
  readonly probes: readonly RunProbe[];
  readonly file: CeilingFile | undefined;
}

/** The search in the file of `headroom ceiling --json`, or in the one that it goes on from; undefined for any other. */
export function searchIn(result: Result): ShownSearch | undefined {
  if (result.kind === 'ceiling') return answered(result.content);
  if (result.kind !== 'resume' || result.content.of !== 'ceiling') return undefined;
  const history = result.content.history.flatMap((measured) => ('measured' in measured ? [] : [measured]));
  const probes = probesIn(history);
  const found = { ...NOTHING_FOUND, steps: rungsOf(probes), refusals: refusalsOf(history) };
  return { found, probes, file: undefined };
}

function answered(file: CeilingFile): ShownSearch {
  const { plan = '', target = '', result, history } = file;
  const { sustained, refusedFrom, neverAdmittedAbove, planFor, mostOffered, rates = [], irregular = [] } = result;
  const probes = history === undefined ? windowsIn(result) : probesIn(history);
  const found: CeilingSearch = {
    plan,
    target,
    sustained: sustained && { level: sustained.level, clean: sustained.clean, of: sustained.of },
    refusedFrom: refusedFrom && {
      lowest: refusedFrom.lowest,
      highest: refusedFrom.highest,
      probes: refusedFrom.probes,
    },
    neverAdmittedAbove,
    planFor,
    mostOffered,
    rates: rates.map(({ evidence }) => evidence),
    steps: rungsOf(probes),
    refusals: refusalsOf(history ?? []),
    irregular,
  };
  return { found, probes, file };
}

const NOTHING_FOUND: CeilingSearch = {
  plan: '',
  target: '',
  sustained: undefined,
  refusedFrom: undefined,
  neverAdmittedAbove: undefined,
  planFor: undefined,
  mostOffered: undefined,
  rates: [],
  steps: [],
  refusals: [],
  irregular: ['the search has not come to its end'],
};

function refusalsOf(history: NonNullable<CeilingFile['history']>): SeenRefusals[] {
  return joinedRefusals(history.map((measured) => ('probes' in measured ? (measured.refusals ?? []) : [])));
}
