import { seededRandom, streamFor } from '../../lib/base/random.ts';
import { isClean, type Probe, type SearchPhase } from '../../lib/plan/probes/phase.ts';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import { timetable } from '../../lib/plan/probes/timetable.ts';
import { nextSearchStep } from '../../search/ceiling/ceiling-search.ts';
import type { SearchResult } from '../../search/ceiling/search-result.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import type { CeilingFamily } from './ceiling-families.ts';
import { PlayedPhases } from './played-phase.ts';
import { TenantModel } from './tenant-model.ts';

export interface PlayedSearch {
  readonly result: SearchResult;
  readonly history: readonly MeasuredPhase[];
  /** The share of windows that are clean at the sustained level, in the minutes of the claim, and that share ± three errors. */
  readonly trueRate: { readonly share: number; readonly isBelow: boolean } | undefined;
}

const MAX_PHASES = 5_000;
const BATCH = 100;
const MAX_WINDOWS = 1_500;

/** Runs a search on a tenant of the family, and then plays windows at the level that it confirmed. */
export function playedSearch(family: CeilingFamily, settings: SearchSettings, seed: number): PlayedSearch {
  const rules = family.rules(seed, seededRandom(seed ^ 0x51ab));
  const played = new PlayedPhases(new TenantModel(rules, streamFor(seed, 3)), settings.deployments);
  const history: MeasuredPhase[] = [];
  while (history.length < MAX_PHASES) {
    const step = nextSearchStep(settings, history, seed);
    if (step.kind === 'done') {
      const { result } = step;
      return { result, history, trueRate: trueRateOf(family, settings, seed, result, history) };
    }
    history.push(played.measure(step.phase));
  }
  throw new Error(`the search on ${family.name}, seed ${seed}, does not end`);
}

function trueRateOf(
  family: CeilingFamily,
  settings: SearchSettings,
  seed: number,
  { sustained }: SearchResult,
  history: readonly MeasuredPhase[],
): PlayedSearch['trueRate'] {
  if (!sustained?.confirmed) return undefined;
  const windows = history.flatMap(({ phase, startedMs, ...measured }) => {
    if (phase.name !== 'confirm' || !('probes' in measured)) return [];
    const times = timetable(phase);
    return measured.probes.flatMap((reading, place) => {
      const probe = phase.probes[place];
      return probe?.offer === sustained.level && isClean(reading)
        ? [{ probe, atMs: startedMs + (times[place]?.startsMs ?? 0) }]
        : [];
    });
  });
  const [first, last] = [windows.at(-sustained.clean), windows.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { waitMs: _, ...probe } = last.probe;
  const times = streamFor(seed, 4);
  let clean = 0;
  for (let count = 1; ; count++) {
    const atMs = first.atMs + times() * (last.atMs - first.atMs);
    const fresh = seededRandom(Math.floor(times() * 2 ** 32));
    const tenant = new TenantModel(family.rules(seed, fresh), fresh);
    const measured = new PlayedPhases(tenant, settings.deployments, atMs).measure(oneWindow(probe));
    if ('probes' in measured && measured.probes.every(isClean)) clean++;
    if (count % BATCH !== 0) continue;
    const share = clean / count;
    const error = 3 * Math.sqrt(Math.max(share * (1 - share), 0.01) / count);
    if (count >= MAX_WINDOWS || Math.abs(share - sustained.reliability) > error)
      return { share, isBelow: share < sustained.reliability };
  }
}

const oneWindow = (probe: Probe): SearchPhase => ({ name: 'confirm', probes: [probe], untilRefusal: true });
