import type { Plan } from '../../lib/plan/schema.ts';
import { incompleteText } from '../../lib/verdict/incomplete.ts';
import { meanHeld } from '../../lib/verdict/reading/level.ts';
import { readSummary } from '../../lib/verdict/reading/reading.ts';
import type { Service } from '../../lib/verdict/reading/service.ts';
import { readResult } from '../../report/read/result.ts';
import type { Outcome } from '../../search/comparison-measures.ts';

/**
 * What a run of `script` by `plan` showed, from its result file; or why the run does not count: it was cut short, its
 * generator could not keep up, or its file does not tell.
 */
export function outcomeIn(file: string, script: string, plan: Plan): { outcome: Outcome } | { failed: string } {
  try {
    const { incomplete, verdict, metrics = {}, reading } = readResult(file, ['run']).content;
    if (incomplete) return { failed: `the run ${incompleteText(incomplete)}` };
    if (verdict?.cause === 'generator-saturated') return { failed: verdict.says };
    const read = readSummary(metrics, { durationMs: reading?.durationMs ?? 0, script, plan });
    if (!read.known) return { failed: `unknown: ${read.unknown.join(', ')}` };
    const { service } = read.value;
    return service === undefined ? { failed: 'no visit was over' } : { outcome: outcomeOf(service, plan) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** What was not seen is absent: the level of a plan without a hold, the wait where nobody was answered. */
function outcomeOf(service: Service, plan: Plan): Outcome {
  const { goals, firstAnswer } = service;
  const held = meanHeld(service, plan);
  const visits = goals.stayed.of;
  return {
    ...(held === undefined ? {} : { held }),
    ...(visits === 0
      ? {}
      : { served: goals.answered.reached / visits, complete: goals['as-planned'].reached / visits }),
    ...(firstAnswer === undefined ? {} : { wait: firstAnswer.medMs }),
  };
}
