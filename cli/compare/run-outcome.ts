import type { Plan } from '../../lib/plan/schema.ts';
import { readSummary } from '../../lib/verdict/reading/reading.ts';
import { notCounted, outcomeOf, type RunOutcome } from '../../report/model/run-outcome.ts';
import { readResult } from '../../report/read/result.ts';

/**
 * What a run of `script` by `plan` showed, from its result file; or why the run does not count: it was cut short, its
 * generator could not keep up, or its file does not tell.
 */
export function outcomeIn(file: string, script: string, plan: Plan): RunOutcome {
  try {
    const { incomplete, verdict, metrics = {}, reading } = readResult(file, ['run']).content;
    const failed = notCounted(incomplete, verdict);
    if (failed !== undefined) return failed;
    const read = readSummary(metrics, { durationMs: reading?.durationMs ?? 0, script, plan });
    if (!read.known) return { failed: `unknown: ${read.unknown.join(', ')}` };
    const { service } = read.value;
    return service === undefined ? { failed: 'no visit was over' } : { outcome: outcomeOf(service, plan) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
