import { streamFor } from '../lib/base/random.ts';
import { maxAdmitted, type ProbeReading } from '../lib/plan/probes/phase.ts';
import { type LevelDrift, levelDrift } from './level-drift.ts';
import type { OfferedReading } from './rate-evidence.ts';
import type { SearchProgress } from './search-progress.ts';
import type { Refusals, SearchResult, Sustained } from './search-result.ts';
import { median, reliabilityOf } from './statistics.ts';

const MATERIAL = 0.95;

/** What a search found, in the form that is printed and written. */
export function searchAnswer(search: SearchProgress, why: readonly string[]): SearchResult {
  const { settings, rates, all } = search;
  const sustained = sustainedOf(search);
  const refusedFrom = refusalsOf(search);
  const drift = driftOf(search);
  const kind = search.found === 'unfinished' && rates.length > 0 ? 'rate' : search.found;
  const max = maxAdmitted(all);
  const basis = sustained?.level ?? (refusedFrom === undefined ? max : refusedFrom.lowest - 1);
  return {
    kind,
    perMinute: search.perMinute,
    mostOffered: Math.max(0, ...all.map(({ offer }) => offer)),
    ...(sustained === undefined ? {} : { sustained }),
    ...(refusedFrom === undefined ? {} : { refusedFrom }),
    ...(refusedFrom === undefined ? {} : { neverAdmittedAbove: max }),
    ...(basis > 0 && kind !== 'rate' ? { planFor: Math.max(1, Math.floor(basis * (1 - settings.margin))) } : {}),
    rates,
    ...(drift === undefined ? {} : { drift }),
    late: sum(all, 'late'),
    thrownOut: sum(all, 'dropped'),
    stepDowns: search.stepDowns,
    windows: search.windows,
    causes: Object.fromEntries(search.causes),
    irregular: [
      ...why,
      ...unanswered(all),
      ...(drift === undefined ? [] : ['the level drifted during the search: its halves are not pooled']),
    ],
    notTested: notTested(search),
    phases: search.phases,
    failedPhases: search.failedPhases,
    tookMs: search.elapsedMs,
  };
}

function sum(all: readonly ProbeReading[], key: 'late' | 'dropped' | 'failed' | 'refused'): number {
  return all.reduce((total, reading) => total + reading[key], 0);
}

/** A ceiling answers with a status. When more attempts were not answered than refused, something else is wrong. */
function unanswered(all: readonly ProbeReading[]): string[] {
  const [failed, refused] = [sum(all, 'failed'), sum(all, 'refused')];
  if (failed <= refused) return [];
  return [`${failed} attempts were not answered, ${refused} refused: the way to the tenant failed, before HTTP did`];
}

function sustainedOf({ settings, level, clean }: SearchProgress): Sustained | undefined {
  if (clean === 0) return undefined;
  const { windows, confidence } = settings;
  return {
    level,
    clean,
    of: windows,
    confidence,
    reliability: reliabilityOf(clean, confidence),
    confirmed: clean >= windows,
  };
}

/** The first refusals at the last pace of the search, or that of the bracket when there was no other. */
function refusalsOf({
  earlier,
  overshoots,
  closing,
  refusedWindows,
  bracketRefused,
}: SearchProgress): Refusals | undefined {
  const seen = [...[...earlier, ...overshoots].map(({ reading }) => reading), ...closing, ...refusedWindows];
  const levels = seen.flatMap(({ firstRefused }) => firstRefused ?? []);
  if (levels.length === 0 && bracketRefused !== undefined) levels.push(bracketRefused);
  if (levels.length === 0) return undefined;
  return {
    lowest: Math.min(...levels),
    median: Math.round(median(levels)),
    highest: Math.max(...levels),
    probes: levels.length,
  };
}

/**
 * The drift from the overshoot probes to those of the last look. A search that ended before compares with the windows
 * that were refused. A noisy ceiling refuses when it is low, so these have to lie clearly below all earlier levels.
 */
function driftOf({ overshoots, earlier, closing, refusedWindows, seed }: SearchProgress): LevelDrift | undefined {
  const levels = (probes: readonly OfferedReading[]) => probes.map(({ reading }) => reading.held);
  const first = levels(earlier.length > 0 ? earlier : overshoots);
  const last = [...(earlier.length > 0 ? levels(overshoots) : []), ...closing.map(({ held }) => held)];
  const random = streamFor(seed, 0);
  if (last.length > 0) return levelDrift(first, last, random);
  const refused = refusedWindows.slice(-first.length).map(({ firstRefused = 1 }) => firstRefused - 1);
  const drift = levelDrift(first, refused, random);
  return drift !== undefined && drift.secondHalf < MATERIAL * Math.min(...first) ? drift : undefined;
}

function notTested({ settings, rates }: SearchProgress): string[] {
  return [
    ...(settings.quick ? ['no level was confirmed: a quick search reads where refusals begin, and no more'] : []),
    'conversations, agents and queues: the sessions of a probe are silent',
    'other hours and days; other regions and addresses',
    'sessions that others had open: the levels come on top of them, and whoever leaves or joins moves them',
    ...(rates.length > 0 ? ['paces between those that were tried'] : []),
  ];
}
