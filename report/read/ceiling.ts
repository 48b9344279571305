import { isObject } from './ndjson.ts';

/** What `headroom ceiling` found, as far as its document says: an answer may lack any part. */
export interface Ceiling {
  readonly plan: string;
  readonly target: string;
  readonly sustained: { readonly level: number; readonly clean: number; readonly of: number } | undefined;
  readonly refusedFrom: { readonly lowest: number; readonly highest: number; readonly probes: number } | undefined;
  readonly neverAdmittedAbove: number | undefined;
  readonly planFor: number | undefined;
  /** The most sessions that were offered at once. */
  readonly mostOffered: number | undefined;
  /** Evidence that the limit is one on the rate of connections. */
  readonly rates: readonly string[];
  readonly steps: readonly Step[];
  /** Why the answer is less than it should be. */
  readonly irregular: readonly string[];
}

/** A rung of the ladder: neighbouring windows or probes of one level that went alike. */
export interface Step {
  readonly level: number;
  /** Sessions that stayed in, where the document says. */
  readonly held: number | undefined;
  readonly outcome: string;
  readonly times: number;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads the document of `headroom ceiling --json`, or the one it resumes from; undefined for any other. */
export function readCeiling(document: Json): Ceiling | undefined {
  const { result, history, of } = document;
  if (of === 'ceiling' && Array.isArray(history)) return { ...NOTHING_FOUND, steps: joined(probesOf(history)) };
  if (!isObject(result) || !Array.isArray(result.windows)) return undefined;
  const windows = result.windows.filter(isObject);
  return {
    plan: textIn(document.plan),
    target: textIn(document.target),
    sustained: numbers(result.sustained, ['level', 'clean', 'of']),
    refusedFrom: numbers(result.refusedFrom, ['lowest', 'highest', 'probes']),
    neverAdmittedAbove: numberOf(result.neverAdmittedAbove),
    planFor: numberOf(result.planFor),
    mostOffered: numberOf(result.mostOffered),
    rates: Array.isArray(result.rates) ? result.rates.filter(isObject).map(({ evidence }) => textIn(evidence)) : [],
    steps: joined(Array.isArray(history) ? probesOf(history) : windows.map(stepOf)),
    irregular: Array.isArray(result.irregular) ? result.irregular.filter((why) => typeof why === 'string') : [],
  };
}

const NOTHING_FOUND: Ceiling = {
  plan: '',
  target: '',
  sustained: undefined,
  refusedFrom: undefined,
  neverAdmittedAbove: undefined,
  planFor: undefined,
  mostOffered: undefined,
  rates: [],
  steps: [],
  irregular: ['the search has not come to its end'],
};

function stepOf({ level, outcome }: Json): Step {
  return { level: numberOf(level) ?? 0, held: undefined, outcome: textIn(outcome), times: 1 };
}

/** Probes of the phases of a search, one by one. */
function probesOf(history: readonly unknown[]): Step[] {
  const probes = history.flatMap((measured) =>
    isObject(measured) && Array.isArray(measured.probes) ? measured.probes : [],
  );
  return probes.filter(isObject).map((probe) => {
    const level = numberOf(probe.offer) ?? 0;
    const held = numberOf(probe.held);
    return { level, held, outcome: held !== undefined && held >= level ? 'clean' : 'refused', times: 1 };
  });
}

function joined(steps: readonly Step[]): Step[] {
  const rungs: Step[] = [];
  for (const step of steps) {
    const last = rungs.at(-1);
    const isSame = last && last.level === step.level && last.outcome === step.outcome && last.held === step.held;
    if (isSame) rungs[rungs.length - 1] = { ...last, times: last.times + 1 };
    else rungs.push(step);
  }
  return rungs;
}

function numbers<K extends string>(holder: unknown, keys: readonly K[]): Record<K, number> | undefined {
  if (!isObject(holder)) return undefined;
  const found = keys.map((key) => [key, numberOf(holder[key])] as const);
  return found.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(found) as Record<K, number>);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
