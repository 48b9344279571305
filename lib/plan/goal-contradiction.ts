import { formatDuration } from './duration.ts';
import { GATE_GOALS, LATE_ACKS } from './gate-goals.ts';

/** A share of those that are to come within a time. */
interface TimedGoal {
  readonly p: number;
  readonly withinMs: number;
}

/** Goals of a plan, each valid by itself. */
interface Goals {
  readonly served?: number | undefined;
  readonly wait?: TimedGoal | undefined;
  readonly ack?: TimedGoal | undefined;
  readonly cut?: number | undefined;
  readonly complete?: number | undefined;
}

interface Contradiction {
  /** Where it stands in the plan. */
  readonly path: string[];
  /** What is allowed there. */
  readonly message: string;
}

/**
 * The first goal that contradicts the rest of its plan; undefined where none does. A goal replaces the share that the
 * gate has for it, also by a lower one. But `strict` promises less tolerance than `ci`, so a goal below that of `ci`
 * contradicts it. And no wait can be longer than the longest visit.
 */
export function goalContradiction(
  { served = 1, wait, ack, cut = 0, complete = 1 }: Goals,
  { gate, longestVisitMs }: { readonly gate: string; readonly longestVisitMs: number },
): Contradiction | undefined {
  for (const [name, goal] of Object.entries({ wait, ack })) {
    if (goal === undefined || goal.withinMs <= longestVisitMs) continue;
    const longest = formatDuration(longestVisitMs);
    return { path: ['goals', name, 'within'], message: `at most customers.longestVisit, ${longest}` };
  }
  if (gate !== 'strict') return undefined;
  const { ci } = GATE_GOALS;
  const shares: readonly (readonly [path: string[], is: number, least: number])[] = [
    [['served'], served, ci.answered],
    [['wait', 'p'], wait?.p ?? 1, ci['answered-in-time']],
    [['ack', 'p'], ack?.p ?? 1, 1 - LATE_ACKS.ci],
    [['complete'], complete, ci['as-planned']],
  ];
  const below = shares.find(([, is, least]) => is < least);
  if (below)
    return { path: ['goals', ...below[0]], message: `at least ${below[2]}, as gate ci has it, with gate strict` };
  const most = Number((1 - ci.stayed).toFixed(9));
  return cut <= most
    ? undefined
    : { path: ['goals', 'cut'], message: `at most ${most}, as gate ci has it, with gate strict` };
}
