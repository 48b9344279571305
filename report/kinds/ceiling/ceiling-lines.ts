import type { HalvesFinding } from '../../../search/ceiling/deployment-limits.ts';
import { ordinal } from '../../../search/ceiling/ordinal.ts';
import { shownP } from '../../../search/statistics/statistics.ts';
import type { CeilingFile } from '../../read/search-files.ts';
import { leftOutText } from '../../render/left-out-text.ts';
import { refusalLines } from '../../render/refusal-lines.ts';
import { seconds } from '../../render/seconds-text.ts';

export type Line = readonly [label: string, text: string];
/** An answer may lack any part: a file of an earlier version, or one that another program wrote. */
type Found = CeilingFile['result'];

const percent = (part: number): string => `${Math.floor(part * 1_000) / 10} %`;
const share = (part: number): string => `${(part * 100).toPrecision(2)} %`;

const LABEL = 16;

/** The answer as text for a terminal. */
export function ceilingText(file: CeilingFile): string {
  const { plan = '', target = '', result } = file;
  const { tookMs = 0, phases = 0 } = result;
  const lines = ceilingLines(file).map(([label, text]) => `${label.padEnd(LABEL)}${text}\n`);
  return `\nheadroom ceiling · plan ${plan} · ${target} · ${seconds(tookMs)}, ${phases} phases\n\n${lines.join('')}`;
}

/**
 * The answer, a label and a text a line, as terminal and page show it: the sustained level, where refusals begin, what both
 * rest on, and what was not tested. What follows from the line before it has no label.
 */
export function ceilingLines({ result, settings, history = [], transport = 'exact' }: CeilingFile): Line[] {
  const { rates = [], drift, causes = {}, windows, stepDowns = 0, late = 0, irregular = [], notTested = [] } = result;
  const lines: Line[] = [
    ['sustained', sustainedText(result)],
    ['refused from', refusedText(result)],
  ];
  if (result.planFor !== undefined) lines.push(['plan for', planForText(result.planFor, settings?.margin)]);
  for (const { perMinute, evidence } of rates) {
    const at = perMinute === undefined ? '' : `at ${Math.round(perMinute)} sessions a minute `;
    lines.push(['rate limit', `${at}the limit is on their rate: ${evidence}`]);
  }
  if (drift !== undefined) {
    const { firstHalf, secondHalf, p } = drift;
    const levels = `${Math.round(firstHalf)} held at first, ${Math.round(secondHalf)} at the end`;
    lines.push(['drift', `${levels} (${shownP(p)})`]);
  }
  lines.push(...besides(result));
  const counted = Object.entries(causes).map(([cause, count]) => `${count} × ${cause}`);
  const knocks = refusedKnocks(history);
  if (knocks > 0) counted.push(`${knocks} × a knock that was refused`);
  if (counted.length > 0) lines.push(['refusals', counted.join(', ')]);
  for (const [place, words] of refusalLines(history, transport).entries())
    lines.push([place === 0 ? 'they say' : '', words]);
  if (result.perMinute !== undefined)
    lines.push(['pace', `${Math.round(result.perMinute)} sessions a minute, ${transport} transport`]);
  if (windows.length > 0) lines.push(['windows', windowsText(windows, stepDowns)]);
  if (late > 0) {
    const slow = 'this machine, or the way to the tenant, is slow';
    lines.push(['generator', `${late} sessions came or left too late: ${slow}`]);
  }
  for (const why of irregular) lines.push(['irregular', why]);
  for (const what of notTested) lines.push(['not tested', what]);
  return lines;
}

const planForText = (planFor: number, margin: number | undefined): string =>
  `at most ${planFor} sessions${margin === undefined ? '' : `: ${percent(margin)} below that`}`;

/** Causes leave knocks out. */
function refusedKnocks(history: NonNullable<CeilingFile['history']>): number {
  const probes = history.flatMap((measured) => ('probes' in measured ? measured.probes : []));
  return probes.reduce((sum, { knocksRefused = 0 }) => sum + knocksRefused, 0);
}

function sustainedText({ kind, sustained, mostOffered, irregular = [] }: Found): string {
  if (kind === 'nothing-admitted') return 'nothing: not one session was admitted';
  if (kind === 'chance' || kind === 'cuts') return `no level to see: ${irregular.at(-1) ?? kind}`;
  if (sustained === undefined) return kind === 'rate' ? 'no ceiling met: the limit is on the rate' : 'not confirmed';
  const { level, clean, of, tried = 1, confirmed = clean >= of } = sustained;
  const bound = kind === 'none' && level === mostOffered ? 'at least ' : '';
  const at = tried > 1 ? ` at the ${ordinal(tried)} level tried` : '';
  const sure = claimText(sustained);
  return confirmed
    ? `${bound}${level} sessions, clean in ${clean} of ${of} windows${at}${sure === '' ? '' : `: ${sure}`}`
    : `${level} sessions in ${clean} clean windows so far${at}, ${of} wanted: lower bound only${sure === '' ? '' : ` (${sure})`}`;
}

/** How sure a level is, and of which minutes; empty where a file does not say. */
export function claimText({ confidence, reliability, tried = 1, overMs = 0 }: NonNullable<Found['sustained']>): string {
  if (confidence === undefined || reliability === undefined) return '';
  const after = tried > 1 ? ' after all levels tried' : '';
  const sure = `with ${percent(confidence)} confidence${after} at least ${percent(reliability)} of such windows are clean`;
  return `${sure}, over ${seconds(overMs)}; says nothing of other minutes`;
}

/** What has nothing to do with the level: refusals by chance, deployments that refuse all, places that are free late. */
function besides({ baseline, byChance, dead, halves, releaseMs }: Found): Line[] {
  const lines: Line[] = [];
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

function refusedText({ kind, refusedFrom, neverAdmittedAbove, mostOffered, thrownOut = 0 }: Found): string {
  if (refusedFrom === undefined) {
    if (thrownOut > 0) return `nowhere: all came in, and ${thrownOut} were thrown out again`;
    return kind === 'none' ? `nowhere up to ${mostOffered}, the most that was offered` : 'not measured';
  }
  const above = neverAdmittedAbove === undefined ? '' : `; never admitted above ${neverAdmittedAbove}`;
  return `${firstRefusedText(refusedFrom)}${above}`;
}

/** `session 143 to 158, median 150 (first refusal, 8 probes)`. */
function firstRefusedText({ lowest, highest, median, probes }: NonNullable<Found['refusedFrom']>): string {
  const middle = median === undefined ? '' : `, median ${median}`;
  const range = lowest === highest ? `session ${lowest}` : `session ${lowest} to ${highest}${middle}`;
  return `${range} (first refusal, ${probes} ${probes === 1 ? 'probe' : 'probes'})`;
}

/** How long the windows were, from first offer to first leaving; undefined where a file does not say. */
export function windowsLast(windows: Found['windows']): string | undefined {
  const lengths = windows.flatMap(({ lengthMs }) => lengthMs ?? []);
  if (lengths.length === 0) return undefined;
  const [min, max] = [Math.min(...lengths), Math.max(...lengths)].map(seconds);
  return min === max ? min : `${min} to ${max}`;
}

function windowsText(windows: Found['windows'], stepDowns: number): string {
  const clean = windows.filter(({ outcome }) => outcome === 'clean').length;
  const each = windowsLast(windows);
  const long = each === undefined ? '' : ` of ${each} each from first offer to first leaving`;
  return `${windows.length}${long}, ${clean} clean; ${stepDowns} steps down`;
}
