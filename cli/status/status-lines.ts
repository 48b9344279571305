import path from 'node:path';
import { formatDuration, formatSeconds } from '../../lib/plan/duration.ts';
import { guardText } from '../night/guard-limits.ts';
import type { NightStatus } from '../night/night-status.ts';
import { localTime } from '../plan/region-night.ts';

const LABEL = 9;

/** What a status says, a label and a text a line. `isThere`: its process lives, or has done its work. `nowMs`: Unix ms. */
export function statusLines(status: NightStatus, isThere: boolean, nowMs: number, cwd: string): string {
  const { plan, target, script, guards, looked, says, folder, planFile } = status;
  const lines: (readonly [label: string, text: string])[] = [
    ['night', `${plan} on ${target}, ${script}`],
    ['stage', stageText(status, nowMs)],
    ['window', windowText(status)],
    ...guards.map((guard) => ['guard', guardText(guard)] as const),
    ...(guards.length > 0 && looked !== undefined ? [['looked', `${ago(looked, nowMs)} ago`] as const] : []),
    ...says.map((text) => ['says', text] as const),
    ['files', path.relative(cwd, folder) || '.'],
  ];
  if (!isThere)
    lines.push([
      'process',
      `gone: headroom night ${path.relative(cwd, planFile)} cleans up what it left, and reports it`,
    ]);
  return lines.map(([label, text]) => `${label.padEnd(LABEL)}${text}\n`).join('');
}

function stageText({ stage, since, started, longestMs, exitCode, zone }: NightStatus, nowMs: number): string {
  const at = (time: string): string => `${localTime(Date.parse(time), zone)} (${zone})`;
  switch (stage) {
    case 'over':
      return `over since ${at(since)}: exit ${exitCode ?? 'unknown'}`;
    case 'running':
      return `running since ${at(started ?? since)}, for ${ago(started ?? since, nowMs)} of at most ${formatDuration(longestMs)}`;
    default:
      return `${stage} since ${at(since)}, for ${ago(since, nowMs)}`;
  }
}

function windowText({ approval, begins, ends, zone }: NightStatus): string {
  const at = (time: string): string => localTime(Date.parse(time), zone);
  if (ends === undefined) return 'none is needed for this machine';
  return `${at(begins)} to ${at(ends)} in ${zone}${approval === undefined ? '' : `, ${approval}`}`;
}

const ago = (time: string, nowMs: number): string => formatSeconds(Math.max(0, nowMs - Date.parse(time)));
