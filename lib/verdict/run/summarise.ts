import { version } from '../../../package.json';
import { thresholdOutcome } from '../../measures/readings.ts';
import { type Inputs, loadedIn } from '../../plan/inputs.ts';
import { scheduleOf, shareLoadMs } from '../../plan/schedule.ts';
import { incompleteness } from '../incomplete.ts';
import { readSummary, readWhole } from '../reading/reading.ts';
import { fileResults, shareIn } from '../share-result.ts';
import { cleanupCommand, lastedMs, markOf, type SummaryEnv, type SummaryInput } from '../summary-input.ts';
import { verdictOn, verdictOnShare } from '../verdict.ts';
import { summaryText } from './text.ts';

/**
 * What handleSummary returns: the text, and the result as JSON where `-e RESULT=path` names a file or `-e RESULTS` a
 * folder. k6 creates no folder for it. A share of a run is judged when it is merged: of it only what is wrong with its own
 * machine is said.
 */
export function summarise(script: string, inputs: Inputs, data: SummaryInput, env: SummaryEnv) {
  const { plan, overrides } = loadedIn(inputs);
  const nowMs = Date.now();
  const { metrics, state } = data;
  const durationMs = state.testRunDurationMs;
  const read = readSummary(metrics, { durationMs, script, plan });
  const whole = readWhole(metrics);
  const share = shareIn(data.setup_data, env);
  const loadMs = share === undefined ? scheduleOf(plan).teardownEndsMs : shareLoadMs(plan, share.shares);
  const incomplete = incompleteness(lastedMs(data, nowMs), loadMs);
  const verdict =
    share === undefined
      ? verdictOn(read, plan, { attempts: whole.attempts, incomplete, script })
      : verdictOnShare(read, share.name);
  const cleanupAll = cleanupCommand(env.PLAN, overrides);
  const cleanup = data.setup_data && cleanupCommand(env.PLAN, overrides, data.setup_data.runId);
  const gate = thresholdOutcome(metrics);
  const files: Record<string, string> = {
    stdout: summaryText({
      script,
      plan,
      durationMs,
      reading: read,
      whole,
      verdict,
      gate,
      share: share?.name,
      incomplete,
      cleanup,
      cleanupAll,
    }),
  };
  const results = fileResults(env, data.setup_data, () => ({
    script,
    run: markOf(data, nowMs),
    ...(share === undefined ? {} : { share }),
    version,
    plan,
    incomplete: incomplete ?? null,
    verdict: verdict ?? null,
    gateEvaluated: gate.evaluated,
    crossed: gate.crossed,
    reading: read.known ? read.value : null,
    ...(read.known ? {} : { unknown: read.unknown }),
    metrics,
  }));
  return { ...files, ...results };
}
