import { UPGRADE_CAUSES } from '../../measures/declare/names.ts';
import type { Env } from '../../plan/load.ts';
import { type Prepared, planIn } from '../../plan/prepared.ts';
import type { Outcome } from '../../plan/probes/outcomes.ts';
import type { ProbeReading, SearchPhase } from '../../plan/probes/phase.ts';
import { phaseIn } from '../../plan/probes/phase-from-env.ts';
import { nameOf } from '../../plan/target.ts';
import type { SummaryInput } from '../summary-input.ts';

/** What a phase measured, as `-e RESULT=path` writes it and `headroom ceiling` reads it. */
export interface PhaseResult {
  readonly script: 'ceiling';
  readonly phase: SearchPhase;
  readonly probes: readonly ProbeReading[];
  /** Refused and failed sessions by cause. */
  readonly causes: Readonly<Record<string, number>>;
  /** Notification sockets of agents that were open to the end. */
  readonly agentsOpen: number;
}

/** What handleSummary returns: each probe in a line, and the result as JSON where `-e RESULT=path` names a file. */
export function summariseProbes(prepared: Prepared, data: SummaryInput, env: Env): Record<string, string> {
  const plan = planIn(prepared);
  const phase = phaseIn(env, plan);
  const result: PhaseResult = {
    script: 'ceiling',
    phase,
    probes: phase.probes.map(({ offer }, place) => readingOf(data, place, offer)),
    causes: causesIn(data),
    agentsOpen: data.metrics['probe_sessions{outcome:agent-held}']?.values.count ?? 0,
  };
  const files: Record<string, string> = {};
  if (env.RESULT) files[env.RESULT] = `${JSON.stringify(result, null, 2)}\n`;
  // `headroom ceiling`, which hands over a phase, has words of its own.
  if (!env.PHASE)
    files.stdout = `\nheadroom ceiling · plan ${plan.name} · ${nameOf(plan.target)} · ${phase.name}\n\n${result.probes.map(line).join('')}\n`;
  return files;
}

function readingOf({ metrics }: SummaryInput, place: number, offer: number): ProbeReading {
  const count = (outcome: Outcome) => metrics[`probe_sessions{probe:${place},outcome:${outcome}}`]?.values.count ?? 0;
  const firstRefused = metrics[`probe_refused_at{probe:${place}}`]?.values.min ?? 0;
  return {
    offer,
    admitted: count('admitted'),
    knocksAdmitted: count('knock-admitted'),
    knocksRefused: count('knock-refused'),
    refused: count('refused'),
    failed: count('failed'),
    dropped: count('dropped'),
    held: count('held'),
    late: count('late'),
    ...(firstRefused > 0 ? { firstRefused } : {}),
  };
}

function causesIn({ metrics }: SummaryInput): Record<string, number> {
  const counts = UPGRADE_CAUSES.map((cause) => [cause, metrics[`probe_sessions{cause:${cause}}`]?.values.count ?? 0]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}

function line({ offer, admitted, held, refused, failed, dropped, firstRefused }: ProbeReading, place: number): string {
  const first = firstRefused === undefined ? '' : `, first refused session ${firstRefused}`;
  const lost = failed + dropped === 0 ? '' : `, ${failed} not answered, ${dropped} dropped`;
  return `  probe ${place + 1}: ${offer} offered, ${admitted} admitted, ${held} held, ${refused} refused${first}${lost}\n`;
}
