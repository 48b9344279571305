import type { ProbeReading } from '../../lib/plan/probes/phase.ts';
import { wasRun } from '../../report/kinds/ceiling/ladder.ts';
import { seconds } from '../../report/render/seconds-text.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';

/** What a phase showed: a line for each probe, or the number of clean windows for a confirm phase. */
export function phaseText(measured: MeasuredPhase): string {
  if ('failed' in measured) return `  failed: ${measured.failed}`;
  const { phase, probes, tookMs } = measured;
  if (phase.name === 'confirm') {
    const clean = probes.filter(({ offer, held }) => held >= offer).length;
    const refused = probes.find((probe) => probe.refused + probe.failed + probe.dropped > 0);
    return `  ${clean} clean${refused === undefined ? '' : `, then ${probeText(refused)}`} (${seconds(tookMs)})`;
  }
  const run = probes.filter(wasRun);
  const lines = run.map((probe) => `  ${probeText(probe)}`);
  const never = probes.length - run.length;
  return [...lines, ...(never === 0 ? [] : [`  ${never} of ${probes.length} probes not run`])].join('\n');
}

function probeText(reading: ProbeReading): string {
  const { offer, admitted, knocksAdmitted, knocksRefused, held, refused, failed, dropped, late, firstRefused } =
    reading;
  const parts = [`${admitted} of ${offer} admitted`];
  if (refused > 0) parts.push(`${refused} refused, the first when session ${firstRefused ?? '?'} came`);
  if (failed > 0) parts.push(`${failed} not answered`);
  const knocks = knocksAdmitted + knocksRefused;
  if (knocks > 0) parts.push(`${knocksAdmitted} of ${knocks} knocks let in`);
  if (dropped > 0) parts.push(`${dropped} thrown out`);
  if (held !== admitted + knocksAdmitted) parts.push(`${held} held`);
  if (late > 0) parts.push(`${late} late`);
  return parts.join(', ');
}
