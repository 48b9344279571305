import { streamFor } from '../../lib/base/random.ts';
import { maxAdmitted, type ProbeReading } from '../../lib/plan/probes/phase.ts';
import { confidenceAt } from '../../lib/plan/probes/success-run.ts';
import { median, reliabilityOf } from '../statistics/statistics.ts';
import { halvesFinding } from './deployment-limits.ts';
import { type LevelDrift, levelDrift } from './level-drift.ts';
import { insideBefore } from './level-steps.ts';
import { levelsOf } from './overshoot-levels.ts';
import type { Refusals, SearchResult, Sustained } from './search-result.ts';
import type { SearchProgress } from './search-state.ts';

const MATERIAL = 0.95;

/** What a search found, in the form that is printed and written. */
export function searchAnswer(search: SearchProgress, why: readonly string[]): SearchResult {
  const { rates, all, baseline, byChance, without, releaseMs } = search;
  const drift = driftOf(search);
  const kind = search.found === 'unfinished' && rates.length > 0 ? 'rate' : search.found;
  const hasLevel = kind === 'ceiling' || kind === 'none';
  const sustained = hasLevel ? sustainedOf(search) : undefined;
  const refusedFrom = refusalsOf(search);
  const halves = halvesFinding(search.halves, median(search.closing.map(({ held }) => held)));
  const max = maxAdmitted(all);
  return {
    kind,
    perMinute: search.perMinute,
    mostOffered: Math.max(0, ...all.map(({ offer }) => offer)),
    ...(sustained === undefined ? {} : { sustained }),
    ...(refusedFrom === undefined ? {} : { refusedFrom }),
    ...(refusedFrom === undefined ? {} : { neverAdmittedAbove: max }),
    ...planFor(search, sustained),
    rates,
    ...(drift === undefined ? {} : { drift }),
    late: sum(all, 'late'),
    thrownOut: sum(all, 'dropped'),
    stepDowns: search.stepDowns,
    ...(baseline === undefined ? {} : { baseline }),
    ...(byChance.offered === 0 ? {} : { byChance }),
    ...(without.length === 0 ? {} : { dead: without }),
    ...(halves === undefined ? {} : { halves }),
    ...(releaseMs === undefined ? {} : { releaseMs }),
    windows: search.windows,
    causes: Object.fromEntries(search.causes),
    irregular: [
      ...why,
      ...unanswered(all),
      ...hidden(search),
      ...(drift === undefined ? [] : ['the level drifted during the search: its halves are not pooled']),
    ],
    notTested: notTested(search),
    phases: search.phases,
    failedPhases: search.failedPhases,
    tookMs: search.elapsedMs,
  };
}

/** A number to plan for rests on clean windows: without any there is none. */
function planFor({ settings, rates }: SearchProgress, sustained: Sustained | undefined): { planFor?: number } {
  if (sustained === undefined || (rates.length > 0 && !sustained.confirmed)) return {};
  return { planFor: Math.max(1, Math.floor(sustained.level * (1 - settings.margin))) };
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

/** What happened at a low level, where no level shows behind it. */
function hidden({ found, baseline }: SearchProgress): string[] {
  if (baseline === undefined) return [];
  const { refused, offered, dropped, admitted, level } = baseline;
  if (found === 'chance')
    return [`${refused} of ${offered} sessions were refused by chance at ${level} at once: no level shows behind that`];
  if (found !== 'cuts') return [];
  return [
    `${dropped} of ${admitted} sessions were closed by the other side at ${level} at once: it is not the level that closes them, and no level shows behind it`,
  ];
}

function sustainedOf({ settings, steps }: SearchProgress): Sustained | undefined {
  if (!steps.claims) return undefined;
  const { level, clean, wanted, tried, fromMs, toMs } = steps;
  const { confidence } = settings;
  return {
    level,
    clean,
    of: wanted,
    confidence,
    reliability: reliabilityOf(clean, confidenceAt(tried, confidence)),
    confirmed: clean >= wanted,
    tried,
    overMs: toMs - fromMs,
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
  const first = levelsOf(earlier.length > 0 ? earlier : overshoots);
  const last = [...(earlier.length > 0 ? levelsOf(overshoots) : []), ...closing.map(insideBefore)];
  const random = streamFor(seed, 0);
  if (last.length > 0) return levelDrift(first, last, random);
  const refused = refusedWindows.slice(-first.length).map(({ firstRefused = 1 }) => firstRefused - 1);
  const drift = levelDrift(first, refused, random);
  return drift !== undefined && drift.secondHalf < MATERIAL * Math.min(...first) ? drift : undefined;
}

function notTested({ settings, rates }: SearchProgress): string[] {
  return [
    ...(settings.spreadMs === undefined
      ? ['other minutes than those of its windows: --spread has them over an hour']
      : []),
    'conversations, agents and queues: the sessions of a probe are silent',
    'other hours and days; other regions and addresses',
    'sessions that others had open: the levels come on top of them, and whoever leaves or joins moves them',
    ...(rates.length > 0 ? ['paces between those that were tried'] : []),
  ];
}
