import type { SearchResult, WindowResult } from '../../search/search-result.ts';
import { shownP } from '../../search/statistics.ts';
import { seconds } from '../experiments/phase-text.ts';
import { refusalLines } from '../experiments/refusal-lines.ts';
import type { CeilingResult } from './ceiling-result.ts';

const LABEL = 16;
const line = (label: string, text: string): string => `${label.padEnd(LABEL)}${text}\n`;
const percent = (share: number): string => `${Math.floor(share * 1_000) / 10} %`;

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

function sustainedText({ kind, sustained, mostOffered }: SearchResult): string {
  if (kind === 'nothing-admitted') return 'nothing: not one session was admitted';
  if (sustained === undefined) return kind === 'rate' ? 'no ceiling met: the limit is on the rate' : 'not confirmed';
  const { level, clean, of, confidence, reliability, confirmed } = sustained;
  const bound = kind === 'none' && level === mostOffered ? 'at least ' : '';
  const sure = `${percent(confidence)} confidence that at least ${percent(reliability)} of such windows are clean`;
  return confirmed
    ? `${bound}${level} sessions, clean in ${clean} of ${of} windows (${sure}; not corrected for step-downs)`
    : `${level} sessions in ${clean} clean windows so far, ${of} wanted: lower bound only (${sure})`;
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
