import { thresholdOutcome } from '../../measures/readings.ts';
import { type Inputs, loadedIn } from '../../plan/inputs.ts';
import { scheduleOf } from '../../plan/schedule.ts';
import { incompleteness } from '../incomplete.ts';
import { readSummary, readWhole } from '../reading/reading.ts';
import { resultText } from '../result-text.ts';
import { segmentShare } from '../share.ts';
import { cleanupCommand, lastedMs, markOf, type SummaryEnv, type SummaryInput } from '../summary-input.ts';
import { verdictOn } from '../verdict.ts';
import { summaryText } from './text.ts';

/**
 * What handleSummary returns: the text, and the result as JSON where `-e RESULT=path` names a file. k6 creates no
 * folder for it.
 */
export function summarise(script: string, inputs: Inputs, data: SummaryInput, env: SummaryEnv) {
  const { plan, overrides } = loadedIn(inputs);
  const nowMs = Date.now();
  const incomplete = incompleteness(lastedMs(data, nowMs), scheduleOf(plan).teardownEndsMs);
  const { metrics, state } = data;
  const durationMs = state.testRunDurationMs;
  const read = readSummary(metrics, { durationMs, script, plan });
  const whole = readWhole(metrics);
  const verdict = verdictOn(read, plan, { attempts: whole.attempts, incomplete, script });
  const cleanupAll = cleanupCommand(env.PLAN, overrides);
  const cleanup = data.setup_data && cleanupCommand(env.PLAN, overrides, data.setup_data.runId);
  const gate = thresholdOutcome(metrics);
  const share = segmentShare(data.setup_data?.segment);
  const files: Record<string, string> = {
    stdout: summaryText({
      script,
      plan,
      durationMs,
      reading: read,
      whole,
      verdict,
      gate,
      share,
      incomplete,
      cleanup,
      cleanupAll,
    }),
  };
  const { RESULT: resultPath } = env;
  if (resultPath) {
    const result = {
      script,
      run: markOf(data, nowMs),
      plan,
      incomplete: incomplete ?? null,
      verdict: verdict ?? null,
      gateEvaluated: gate.evaluated,
      crossed: gate.crossed,
      reading: read.known ? read.value : null,
      ...(read.known ? {} : { unknown: read.unknown }),
      metrics,
    };
    files[resultPath] = resultText(result, 2);
  }
  return files;
}
