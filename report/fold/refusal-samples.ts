import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import type { SampleTags } from '../read/sample-line.ts';

/** So many kinds are kept apart; of more, only status and phrase. A server may say something else each time. */
const MAX_KINDS = 200;
const OTHER_WORDS = '…';

/** The refusals of a run by what they say, from samples with the tag `says` and their metadata. */
export class RefusalSamples {
  readonly #kinds = new Map<string, SeenRefusals>();

  /** Adds refusals that are alike. */
  add(refusals: SeenRefusals): void {
    const key = keyOf(refusals);
    if (this.#kinds.has(key) || this.#kinds.size < MAX_KINDS) return this.#join(key, refusals);
    const { status, says, scenario, count, firstMs, lastMs, deployments, correlated, correlations } = refusals;
    const ids = correlated === undefined || correlations === undefined ? {} : { correlated, correlations };
    const less = { status, says, count, firstMs, lastMs, deployments, words: OTHER_WORDS, ...ids };
    const other = scenario === undefined ? less : { ...less, scenario };
    this.#join(keyOf(other), other);
  }

  merge(other: RefusalSamples): void {
    for (const refusals of other.#kinds.values()) this.add(refusals);
  }

  /** All kinds, the most frequent first. */
  all(): SeenRefusals[] {
    return [...this.#kinds.values()].sort((a, b) => b.count - a.count || a.firstMs - b.firstMs);
  }

  #join(key: string, refusals: SeenRefusals): void {
    const known = this.#kinds.get(key);
    if (known === undefined) {
      this.#kinds.set(key, refusals);
      return;
    }
    const first = refusals.firstMs < known.firstMs ? refusals : known;
    const lastMs = Math.max(known.lastMs, refusals.lastMs);
    const deployments: Record<string, number> = { ...known.deployments };
    for (const [id, count] of Object.entries(refusals.deployments)) deployments[id] = (deployments[id] ?? 0) + count;
    const together = { ...first, count: known.count + refusals.count, deployments, lastMs };
    this.#kinds.set(key, { ...together, ...joinedCorrelations(known, refusals) });
  }
}

/** So many ids of one kind are kept. */
const MAX_CORRELATIONS = 100;

/** The ids of both: whatever the order of the samples, the same are kept. */
function joinedCorrelations(
  known: SeenRefusals,
  { correlated = 0, correlations = [] }: SeenRefusals,
): Pick<SeenRefusals, 'correlated' | 'correlations'> {
  const sum = (known.correlated ?? 0) + correlated;
  if (sum === 0) return {};
  const kept = known.correlations ?? [];
  const last = kept.length < MAX_CORRELATIONS ? undefined : kept.at(-1);
  const added = correlations.filter((id) => last === undefined || id < last);
  if (added.length === 0) return { correlated: sum, correlations: kept };
  return { correlated: sum, correlations: [...new Set([...kept, ...added])].sort().slice(0, MAX_CORRELATIONS) };
}

/** The refusals of several phases together, alike ones as one. */
export function joinedRefusals(lists: readonly (readonly SeenRefusals[])[]): SeenRefusals[] {
  const together = new RefusalSamples();
  for (const refusals of lists.flat()) together.add(refusals);
  return together.all();
}

/** One refusal, as a sample tells of it; undefined where the sample is of none. */
export function refusalIn(tags: SampleTags, metadata: SampleTags, timeMs: number): SeenRefusals | undefined {
  const { says, scenario } = tags;
  if (says === undefined) return undefined;
  const { status = '', words = '', retry_after, server, correlation, deployment } = metadata;
  const deployments = deployment === undefined ? {} : { [deployment]: 1 };
  const whole = { status, says, words, deployments, count: 1, firstMs: timeMs, lastMs: timeMs };
  const ids = correlation === undefined ? {} : { correlated: 1, correlations: [correlation] };
  const parts = Object.entries({ scenario, retry_after, server, correlation, ...ids });
  return { ...whole, ...Object.fromEntries(parts.filter(([, value]) => value !== undefined)) };
}

function keyOf({ scenario, status, says, words, server }: SeenRefusals): string {
  return JSON.stringify([scenario, status, says, words, server]);
}
