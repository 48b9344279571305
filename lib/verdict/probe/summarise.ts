import { type Reader, readMetrics } from '../../measures/readings.ts';
import { SIDES_OF } from '../../measures/table/scripts.ts';
import { type Inputs, planIn } from '../../plan/inputs.ts';
import type { Env } from '../../plan/load.ts';
import type { KnockAnswer, KnockTry, Outcome } from '../../plan/probes/outcomes.ts';
import type { DeploymentReading, Probe, ProbeReading, SearchPhase } from '../../plan/probes/phase.ts';
import { phaseIn } from '../../plan/probes/phase-from-env.ts';
import { splitValues } from '../../plan/probes/split-values.ts';
import { nameOf } from '../../plan/target.ts';
import { UPGRADE_CAUSES } from '../../transport/upgrade-cause.ts';
import { countedPhrases, type Phrases, phrasesBy } from '../reading/refusals.ts';
import { resultText } from '../result-text.ts';
import type { SummaryInput } from '../summary-input.ts';

/** What a phase measured, as `-e RESULT=path` writes it and `headroom ceiling` reads it. */
export interface PhaseResult {
  readonly script: 'ceiling';
  readonly phase: SearchPhase;
  readonly probes: readonly ProbeReading[];
  /** By the place of the deployment in the plan, the first 16. */
  readonly deployments: readonly DeploymentReading[];
  /** Refused and failed sessions by cause. */
  readonly causes: Readonly<Record<string, number>>;
  /** Refused sessions, knocks included, by what the answer says; none in the dense transport, which cannot see it. */
  readonly says: Phrases;
  /** Notification sockets of agents that were open to the end. */
  readonly agentsOpen: number;
  /** The keys that are missing. Where there are some, the other figures are left out. */
  readonly unknown?: readonly string[];
}

/** What handleSummary returns: each probe in a line, and the result as JSON where `-e RESULT=path` names a file. */
export function summariseProbes(inputs: Inputs, { metrics }: SummaryInput, env: Env): Record<string, string> {
  const plan = planIn(inputs);
  const phase = phaseIn(env, plan);
  const values = splitValues(phase, plan);
  const read = readMetrics(metrics, { sides: SIDES_OF.ceiling, values }, (reader) => ({
    probes: phase.probes.map((probe, place) => readingOf(reader, place, probe)),
    deployments: values.deployment.map((deployment) => deploymentIn(reader, deployment)),
    causes: causesIn(reader),
    says: phrasesBy((says) => reader.count('probe_sessions', { says })),
    agentsOpen: reader.count('probe_sessions', { outcome: 'agent-held' }),
  }));
  const figures = read.known
    ? read.value
    : { probes: [], deployments: [], causes: {}, says: {}, agentsOpen: 0, unknown: read.unknown };
  const result: PhaseResult = { script: 'ceiling', phase, ...figures };
  const files: Record<string, string> = {};
  if (env.RESULT) files[env.RESULT] = resultText(result, 2);
  // `headroom ceiling` passes a phase and prints a text of its own.
  if (!env.PHASE) {
    const head = `\nheadroom ceiling · plan ${plan.name} · ${nameOf(plan.target)} · ${phase.name}\n\n`;
    const lines = read.known ? read.value.probes.map(line).join('') + saidIn(read.value.says) : UNKNOWN;
    files.stdout = `${head}${lines}\n`;
  }
  return files;
}

const UNKNOWN = '  unknown: no threshold had k6 split its metrics by probe and outcome\n';

function saidIn(says: Phrases): string {
  const said = countedPhrases(says);
  return said === '' ? '' : `  refusals say ${said}\n`;
}

function readingOf(reader: Reader, place: number, { offer, knocksAtMs, again = 0 }: Probe): ProbeReading {
  const { count, value } = reader;
  const of = (outcome: Outcome) => count('probe_sessions', { probe: `${place}`, outcome });
  const firstRefused = value('probe_refused_at', 'min', { probe: `${place}` });
  return {
    offer,
    admitted: of('admitted'),
    knocksAdmitted: of('knock-admitted'),
    knocksRefused: of('knock-refused'),
    refused: of('refused'),
    failed: of('failed'),
    dropped: of('dropped'),
    held: of('held'),
    late: of('late'),
    ...(firstRefused > 0 ? { firstRefused } : {}),
    ...(again > 0 ? knocksOf(reader, `${place}`) : {}),
    ...(knocksAtMs === undefined ? {} : { knocksIn: knocksAtMs.flatMap((_, knock) => letIn(reader, place, knock)) }),
  };
}

function letIn({ count }: Reader, place: number, knock: number): number[] {
  const admitted = count('probe_sessions', { probe: `${place}`, outcome: 'knock-admitted', knock: `${knock}` });
  return admitted > 0 ? [knock] : [];
}

function knocksOf({ count }: Reader, probe: `${number}`) {
  const of = (tried: KnockTry, answer: KnockAnswer) => count('probe_knocks', { probe, try: tried, answer });
  const againRefused = of('again', 'refused') + of('again', 'out');
  return {
    firstKnocksRefused: of('first', 'refused') + of('first', 'out'),
    againKnocks: of('again', 'in') + againRefused,
    againRefused,
  };
}

function deploymentIn({ count }: Reader, deployment: `${number}`): DeploymentReading {
  const of = (tried: KnockTry, answer: KnockAnswer) => count('probe_knocks', { deployment, try: tried, answer });
  const firstRefused = of('first', 'refused') + of('first', 'out');
  return {
    offered: of('first', 'in') + firstRefused,
    firstRefused,
    refused: of('first', 'out') + of('again', 'out'),
  };
}

function causesIn({ count }: Reader): Record<string, number> {
  const counts = UPGRADE_CAUSES.map((cause) => [cause, count('probe_sessions', { cause })] as const);
  return Object.fromEntries(counts.filter(([, sessions]) => sessions !== 0));
}

function line({ offer, admitted, held, refused, failed, dropped, firstRefused }: ProbeReading, place: number): string {
  const first = firstRefused === undefined ? '' : `, first refused session ${firstRefused}`;
  const lost = failed + dropped === 0 ? '' : `, ${failed} not answered, ${dropped} dropped`;
  return `  probe ${place + 1}: ${offer} offered, ${admitted} admitted, ${held} held, ${refused} refused${first}${lost}\n`;
}
