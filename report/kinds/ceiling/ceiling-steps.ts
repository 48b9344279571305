import type { SeenRefusals } from '../../../lib/genesys/guest/refusal-words.ts';
import { joinedRefusals } from '../../fold/refusal-samples.ts';
import type { Result, ResultOf } from '../../read/result.ts';

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
  readonly steps: readonly LadderRung[];
  /** What the refusals of all phases said, as far as samples of them were kept. */
  readonly refusals: readonly SeenRefusals[];
  /** Why the answer is less than it should be. */
  readonly irregular: readonly string[];
}

/** A rung of the ladder: neighbouring windows or probes of one level that went alike. */
export interface LadderRung {
  readonly level: number;
  /** Sessions that stayed in, where the file says. */
  readonly held: number | undefined;
  readonly outcome: string;
  readonly times: number;
}

/** The search in the file of `headroom ceiling --json`, or in the one that it goes on from; undefined for any other. */
export function ceilingIn(result: Result): CeilingSearch | undefined {
  if (result.kind === 'ceiling') return answered(result.content);
  if (result.kind !== 'resume' || result.content.of !== 'ceiling') return undefined;
  const { history } = result.content;
  return { ...NOTHING_FOUND, steps: joined(probesOf(history)), refusals: refusalsOf(history) };
}

function answered({ plan = '', target = '', result, history }: ResultOf<'ceiling'>): CeilingSearch {
  const { sustained, refusedFrom, neverAdmittedAbove, planFor, mostOffered, rates = [], irregular = [] } = result;
  const rungs = history === undefined ? result.windows.map(rungOf) : probesOf(history);
  return {
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
    steps: joined(rungs),
    refusals: refusalsOf(history ?? []),
    irregular,
  };
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

type Window = ResultOf<'ceiling'>['result']['windows'][number];

function rungOf({ level, outcome }: Window): LadderRung {
  return { level, held: undefined, outcome, times: 1 };
}

/** The probes of a search, phase by phase. */
function probesOf(history: NonNullable<ResultOf<'ceiling'>['history']>): LadderRung[] {
  return history
    .flatMap(({ probes = [] }) => probes)
    .map(({ offer: level, held }) => {
      const outcome = held !== undefined && held >= level ? 'clean' : 'refused';
      return { level, held, outcome, times: 1 };
    });
}

function refusalsOf(history: NonNullable<ResultOf<'ceiling'>['history']>): SeenRefusals[] {
  return joinedRefusals(history.map(({ refusals = [] }) => refusals));
}

/** Neighbours that went alike as one rung. */
function joined(steps: readonly LadderRung[]): LadderRung[] {
  const rungs: LadderRung[] = [];
  for (const step of steps) {
    const last = rungs.at(-1);
    const isSame = last && last.level === step.level && last.outcome === step.outcome && last.held === step.held;
    if (isSame) rungs[rungs.length - 1] = { ...last, times: last.times + 1 };
    else rungs.push(step);
  }
  return rungs;
}
