import type { Plan } from '../../lib/plan/schema.ts';
import { readSummary } from '../../lib/verdict/reading/reading.ts';
import { notCounted, outcomeOf, type RunOutcome } from '../../report/model/run-outcome.ts';
import { readResult } from '../../report/read/result.ts';

type RunContent = ReturnType<typeof readResult<'run'>>['content'];

/**
 * What a run of `script` by `plan` showed, from its result file; or why the run does not count: it was cut short, its
 * generator could not keep up, or its file does not tell.
 */
export function outcomeIn(file: string, script: string, plan: Plan): RunOutcome {
  return outcomeBy(() => readResult(file, ['run']).content, script, plan);
}

/** The same from a result that `read` gives, or throws why it does not. */
export function outcomeBy(read: () => RunContent, script: string, plan: Plan): RunOutcome {
  try {
    const { incomplete, verdict, metrics = {}, reading } = read();
    const failed = notCounted(incomplete, verdict);
    if (failed !== undefined) return failed;
    const summary = readSummary(metrics, { durationMs: reading?.durationMs ?? 0, script, plan });
    if (!summary.known) return { failed: `unknown: ${summary.unknown.join(', ')}` };
    const { service } = summary.value;
    return service === undefined ? { failed: 'no visit was over' } : { outcome: outcomeOf(service, plan) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
