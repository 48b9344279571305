import { thresholdOutcome } from '../../measures/readings.ts';
import { type Inputs, planIn } from '../../plan/inputs.ts';
import { readSummary, readWhole } from '../reading/reading.ts';
import { resultText } from '../result-text.ts';
import { segmentShare } from '../share.ts';
import { markOf, type SummaryInput } from '../summary-input.ts';
import { verdictOn } from '../verdict.ts';
import { summaryText } from './text.ts';

/**
 * What handleSummary returns: the text, and the result as JSON where `-e RESULT=path` names a file. k6 creates no
 * folder for it.
 */
export function summarise(script: string, inputs: Inputs, data: SummaryInput, resultPath: string | undefined) {
  const plan = planIn(inputs);
  const { metrics, state } = data;
  const durationMs = state.testRunDurationMs;
  const read = readSummary(metrics, { durationMs, script, plan });
  const whole = readWhole(metrics);
  const verdict = verdictOn(read, plan, whole.attempts);
  const gate = thresholdOutcome(metrics);
  const share = segmentShare(data.setup_data?.segment);
  const files: Record<string, string> = {
    stdout: summaryText({ script, plan, durationMs, reading: read, whole, verdict, gate, share }),
  };
  if (resultPath) {
    const result = {
      script,
      run: markOf(data, Date.now()),
      plan,
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
