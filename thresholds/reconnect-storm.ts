import type { Options } from 'k6/options';
import { STORM_SECONDS, STORM_STATES, UPGRADE_CAUSES } from '../lib/measures/declare/names.ts';
import { check } from '../lib/plan/check.ts';
import type { Env } from '../lib/plan/load.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import type { Reconnect } from '../lib/plan/schema.ts';
import { stormsLongestMs } from '../lib/plan/storm-timetable.ts';
import { runOptions, stormScenario } from './executors.ts';
import { stormGate, type Thresholds } from './gates.ts';
import { messageSplits } from './splits.ts';

/** The k6 options of `reconnect-storm`. Refuses in one line (exit 108) what must not run. */
export function stormOptions(prepared: Prepared, env: Env): Options {
  check(prepared, env, stormsLongestMs);
  const plan = planIn(prepared);
  const splits = plan.storm.reconnect.map(stormSplits);
  return runOptions(
    { customers: stormScenario(plan) },
    { ...Object.assign({}, ...splits), ...messageSplits('customer'), ...stormGate(plan) },
  );
}

/** What the summary reads: k6 splits a metric by its tags only where a threshold asks for it. */
function stormSplits(reconnect: Reconnect): Thresholds {
  const splits: Thresholds = { [`storm_recovery{reconnect:${reconnect}}`]: ['max>=0'] };
  const counted = (tags: string) => {
    splits[`storm_attempts{reconnect:${reconnect},${tags}}`] = ['count>=0'];
  };
  for (const cause of ['none', ...UPGRADE_CAUSES]) counted(`cause:${cause}`);
  for (let second = 0; second < STORM_SECONDS; second++) counted(`second:${second}`);
  for (const state of STORM_STATES) splits[`storm_sessions{reconnect:${reconnect},state:${state}}`] = ['count>=0'];
  return splits;
}
