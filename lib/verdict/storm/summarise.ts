import { type Prepared, planIn } from '../../plan/prepared.ts';
import { nameOf } from '../../plan/target.ts';
import { crossedThresholds, readSummary } from '../reading.ts';
import { line, messagesText } from '../run/text.ts';
import { shareOf } from '../share.ts';
import { markOf, type SummaryInput } from '../summary-input.ts';
import { readStorm } from './reading.ts';
import { stormText } from './text.ts';

/** What handleSummary returns: the storms side by side, and the result as JSON where `-e RESULT=path` names a file. */
export function summariseStorms(prepared: Prepared, data: SummaryInput, resultPath: string | undefined) {
  const plan = planIn(prepared);
  const { metrics } = data;
  const storms = plan.storm.reconnect.map((reconnect) => readStorm(metrics, reconnect));
  const crossed = crossedThresholds(metrics);
  const late = metrics.generator_late?.values.passes ?? 0;
  const share = shareOf(data.setup_data?.segment);
  let text = `\nheadroom reconnect-storm · plan ${plan.name} · ${nameOf(plan.target)}\n\n`;
  if (share !== undefined) text += line(share, 'of a distributed run: these are its own sessions');
  text += `${stormText(storms, plan.retry, plan.storm.watchMs)}\n`;
  text += line('customers said', messagesText(readSummary(metrics, data.state.testRunDurationMs).messages.customer));
  if (late > 0) text += line('generator', `timers were late in ${late} sessions: this machine was busy`);
  text += line(`gate ${plan.gate}`, crossed.length === 0 ? 'holds' : `crossed: ${crossed.join('; ')}`);
  const files: Record<string, string> = { stdout: `${text}\n` };
  if (resultPath) {
    const result = {
      format: 1,
      script: 'reconnect-storm',
      run: markOf(data, Date.now()),
      plan,
      storms,
      crossed,
      metrics,
    };
    files[resultPath] = `${JSON.stringify(result, null, 2)}\n`;
  }
  return files;
}
