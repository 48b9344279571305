import { type Prepared, planIn } from '../../plan/prepared.ts';
import { crossedThresholds, readSummary } from '../reading.ts';
import { shareOf } from '../share.ts';
import { markOf, type SummaryInput } from '../summary-input.ts';
import { verdictOn } from '../verdict.ts';
import { summaryText } from './text.ts';

/**
 * What handleSummary returns: the text, and the result as JSON where `-e RESULT=path` names a file. k6 creates no
 * folder for it.
 */
export function summarise(script: string, prepared: Prepared, data: SummaryInput, resultPath: string | undefined) {
  const plan = planIn(prepared);
  const reading = readSummary(data.metrics, data.state.testRunDurationMs);
  const verdict = verdictOn(reading, plan);
  const crossed = crossedThresholds(data.metrics);
  const files: Record<string, string> = {
    stdout: summaryText(script, plan, reading, verdict, crossed, shareOf(data.setup_data?.segment)),
  };
  if (resultPath) {
    const run = markOf(data, Date.now());
    const result = { format: 1, script, run, plan, verdict: verdict ?? null, crossed, reading, metrics: data.metrics };
    files[resultPath] = `${JSON.stringify(result, null, 2)}\n`;
  }
  return files;
}
