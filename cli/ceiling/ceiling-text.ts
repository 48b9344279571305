import type { HalvesFinding } from '../../search/deployment-limits.ts';
import { ordinal } from '../../search/ordinal.ts';
import type { SearchResult, WindowResult } from '../../search/search-result.ts';
import { shownP } from '../../search/statistics.ts';
import { leftOutText } from '../experiments/left-out-text.ts';
import { seconds } from '../experiments/phase-text.ts';
import { refusalLines } from '../experiments/refusal-lines.ts';
import type { CeilingResult } from './ceiling-result.ts';

const LABEL = 16;
const line = (label: string, text: string): string => `${label.padEnd(LABEL)}${text}\n`;
const percent = (part: number): string => `${Math.floor(part * 1_000) / 10} %`;
const share = (part: number): string => `${(part * 100).toPrecision(2)} %`;

/** The answer as text: the sustained level, where refusals begin, what both rest on, and what was not tested. */
export function ceilingText(report: CeilingResult): string {
  const { result } = report;
  let text = `\nheadroom ceiling · plan ${report.plan} · ${report.target} · ${seconds(result.tookMs)}, ${result.phases} phases\n\n`;
  text += line('sustained', sustainedText(result));
  text += line('refused from', refusedText(result));
  if (result.planFor !== undefined) {
    text += line('plan for', `at most ${result.planFor} sessions: ${percent(report.settings.margin)} below that`);
  }
  for (const { perMinute, evidence } of result.rates) {
    text += line('rate limit', `at ${Math.round(perMinute)} sessions a minute the limit is on their rate: ${evidence}`);
  }
  if (result.drift !== undefined) {
    const { firstHalf, secondHalf, p } = result.drift;
    text += line(
      'drift',
      `${Math.round(firstHalf)} held at first, ${Math.round(secondHalf)} at the end (${shownP(p)})`,
    );
  }
  for (const [label, says] of besides(result)) text += line(label, says);
  const causes = Object.entries(result.causes).map(([cause, count]) => `${count} × ${cause}`);
  const knocks = refusedKnocks(report.history);
  if (knocks > 0) causes.push(`${knocks} × a knock that was refused`);
  if (causes.length > 0) text += line('refusals', causes.join(', '));
  for (const [place, words] of refusalLines(report.history, report.transport).entries())
    text += line(place === 0 ? 'they say' : '', words);
  text += line('pace', `${Math.round(result.perMinute)} sessions a minute, ${report.transport} transport`);
  if (result.windows.length > 0) text += line('windows', windowsText(result.windows, result.stepDowns));
  if (result.late > 0) {
    text += line(
      'generator',
      `${result.late} sessions came or left too late: this machine, or the way to the tenant, is slow`,
    );
  }
  for (const why of result.irregular) text += line('irregular', why);
  for (const what of result.notTested) text += line('not tested', what);
  return text;
}

/** Causes leave knocks out. */
function refusedKnocks(history: CeilingResult['history']): number {
  const probes = history.flatMap((measured) => ('failed' in measured ? [] : measured.probes));
  return probes.reduce((sum, { knocksRefused }) => sum + knocksRefused, 0);
}

function sustainedText({ kind, sustained, mostOffered, irregular }: SearchResult): string {
  if (kind === 'nothing-admitted') return 'nothing: not one session was admitted';
  if (kind === 'chance' || kind === 'cuts') return `no level to see: ${irregular.at(-1) ?? kind}`;
  if (sustained === undefined) return kind === 'rate' ? 'no ceiling met: the limit is on the rate' : 'not confirmed';
  const { level, clean, of, confidence, reliability, confirmed, tried = 1, overMs = 0 } = sustained;
  const bound = kind === 'none' && level === mostOffered ? 'at least ' : '';
  const sure = `with ${percent(confidence)} confidence${tried > 1 ? ' after all levels tried' : ''} at least ${percent(reliability)} of such windows are clean`;
  const at = tried > 1 ? ` at the ${ordinal(tried)} level tried` : '';
  const over = `over ${seconds(overMs)}; says nothing of other minutes`;
  return confirmed
    ? `${bound}${level} sessions, clean in ${clean} of ${of} windows${at}: ${sure}, ${over}`
    : `${level} sessions in ${clean} clean windows so far${at}, ${of} wanted: lower bound only (${sure}, ${over})`;
}

/** What has nothing to do with the level: refusals by chance, deployments that refuse all, places that are free late. */
function besides({
  baseline,
  byChance,
  dead,
  halves,
  releaseMs,
}: SearchResult): readonly (readonly [string, string])[] {
  const lines: [string, string][] = [];
  if (byChance !== undefined && byChance.refused > 0) {
    const { refused, offered } = byChance;
    lines.push([
      'by chance',
      `${refused} of ${offered} first knocks were refused although there was room (${share(refused / offered)}); all were let in when they knocked again at once`,
    ]);
  }
  if (baseline !== undefined && baseline.dropped > 0) {
    lines.push([
      'cuts',
      `${baseline.dropped} of ${baseline.admitted} sessions were closed at ${baseline.level} at once`,
    ]);
  }
  if (dead !== undefined) lines.push(['deployments', leftOutText(dead)]);
  if (releaseMs !== undefined && releaseMs > 0) {
    lines.push(['release', `a place is free again within ${seconds(releaseMs)} after its session left: waited for`]);
  }
  if (halves !== undefined) lines.push(['deployments', halvesText(halves)]);
  return lines;
}

function halvesText({ held, all, follows }: HalvesFinding): string {
  const seen = `half of them held ${held[0] ?? 0}, the other half ${held[1] ?? 0}, all ${all}`;
  if (follows === 'each-deployment') return `${seen}: the limit is one of each deployment`;
  return follows === 'not-deployments' ? `${seen}: the limit is not one of each deployment` : seen;
}

function refusedText({ kind, refusedFrom, neverAdmittedAbove, mostOffered, thrownOut }: SearchResult): string {
  if (refusedFrom === undefined) {
    if (thrownOut > 0) return `nowhere: all came in, and ${thrownOut} were thrown out again`;
    return kind === 'none' ? `nowhere up to ${mostOffered}, the most that was offered` : 'not measured';
  }
  const { lowest, highest, median, probes } = refusedFrom;
  const range = lowest === highest ? `session ${lowest}` : `session ${lowest} to ${highest}, median ${median}`;
  return `${range} (first refusal, ${probes} ${probes === 1 ? 'probe' : 'probes'}); never admitted above ${neverAdmittedAbove}`;
}

function windowsText(windows: readonly WindowResult[], stepDowns: number): string {
  const lengths = windows.map(({ lengthMs }) => lengthMs);
  const clean = windows.filter(({ outcome }) => outcome === 'clean').length;
  const [min, max] = [Math.min(...lengths), Math.max(...lengths)].map(seconds);
  const each = min === max ? min : `${min} to ${max}`;
  return `${windows.length} of ${each} each from first offer to first leaving, ${clean} clean; ${stepDowns} steps down`;
}
