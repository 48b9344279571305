import { version } from '../../../package.json';
import { thresholdOutcome } from '../../measures/readings.ts';
import { type Inputs, loadedIn } from '../../plan/inputs.ts';
import { stormsShortestMs } from '../../plan/storm-timetable.ts';
import { nameOf } from '../../plan/target.ts';
import { gateLine } from '../gate-line.ts';
import { incompleteness, incompleteText } from '../incomplete.ts';
import { line } from '../line.ts';
import { fileResults, JUDGED_WHEN_MERGED, shareIn } from '../share-result.ts';
import {
  cleanupCommand,
  clockJumpedMs,
  lastedMs,
  leftOpenLine,
  markOf,
  type SummaryEnv,
  type SummaryInput,
} from '../summary-input.ts';
import { readStorms } from './reading.ts';
import { stormFigures } from './text.ts';

/** What handleSummary returns: the storms side by side, and the result as JSON where `-e RESULT=path` names a file or `-e RESULTS` a folder. */
export function summariseStorms(inputs: Inputs, data: SummaryInput, env: SummaryEnv) {
  const { plan, overrides } = loadedIn(inputs);
  const nowMs = Date.now();
  const incomplete = incompleteness(lastedMs(data, nowMs), stormsShortestMs(plan), clockJumpedMs(data, nowMs));
  const cleanup = data.setup_data && cleanupCommand(env.PLAN, overrides, data.setup_data.runId);
  const { metrics } = data;
  const read = readStorms(metrics, plan.storm.reconnect);
  const gate = thresholdOutcome(metrics);
  const share = shareIn(data.setup_data, env);
  let text = `\nheadroom reconnect-storm · plan ${plan.name} · ${nameOf(plan.target)}\n\n`;
  if (share !== undefined) text += line(share.name, JUDGED_WHEN_MERGED);
  text += read.known
    ? stormFigures(plan, read.value)
    : line('unknown', `${read.unknown.length} figures: no threshold had k6 split its metrics`);
  if (incomplete !== undefined) text += line('incomplete', `the run ${incompleteText(incomplete)}`);
  text += gateLine(plan.gate, gate, incomplete, share !== undefined);
  if (incomplete !== undefined && cleanup !== undefined) text += leftOpenLine(cleanup);
  const results = fileResults(env, data.setup_data, () => ({
    script: 'reconnect-storm',
    run: markOf(data, nowMs),
    ...(share === undefined ? {} : { share }),
    version,
    plan,
    incomplete: incomplete ?? null,
    storms: read.known ? read.value.storms : [],
    says: read.known ? read.value.says : {},
    ...(read.known ? {} : { unknown: read.unknown }),
    gateEvaluated: gate.evaluated,
    crossed: gate.crossed,
    metrics,
  }));
  return { stdout: `${text}\n`, ...results };
}
