import { afterEach, describe, expect, it } from 'vitest';
import { check } from '../../../lib/plan/check.ts';
import { inputsOf } from '../../../lib/plan/inputs.ts';
import { scheduleOf } from '../../../lib/plan/schedule.ts';
import { forget, iterate, recorder } from '../../k6/vu.ts';
import { aPlan } from './a-plan.ts';

afterEach(forget);

const HOUR = 3_600_000;
const endsMs = Date.now() - HOUR;
const at = (ms: number) => new Date(ms).toISOString();
const plan = aPlan({
  target: { domain: 'mypurecloud.com' },
  agents: undefined,
  approval: { reference: 'CASE-1', from: at(endsMs - 24 * HOUR), to: at(endsMs) },
});

/** What ends the test, in the init of a VU that comes now, of a run whose plan was loaded then. */
async function abortsOf(loadedAtMs: number, of = plan): Promise<unknown[]> {
  const loaded = { plan: of, overrides: [], loopback: false, loadedAtMs };
  await iterate(() => check(inputsOf(loaded, {}), {}, 'customers'));
  return recorder.aborts;
}

describe('the approved window of a run', () => {
  const lastStartMs = endsMs - scheduleOf(plan).longestMs;

  it('the window counts from when the plan is loaded: the init for handleSummary, after the run, refuses nothing', async () => {
    expect(await abortsOf(lastStartMs)).toEqual([]);
  });

  it('a run that would outlast its window is refused', async () => {
    expect(await abortsOf(lastStartMs + 1)).toEqual([expect.stringContaining('would outlast the approved window')]);
  });

  it('a run whose window is still to come is loaded, archived and uploaded by day: setup asks when it begins', async () => {
    expect(await abortsOf(endsMs - 20 * 24 * HOUR)).toEqual([]);
  });

  it('a run that is longer than its window is refused whenever it is loaded', async () => {
    const approval = { reference: 'CASE-1', from: at(endsMs - 60_000), to: at(endsMs) };
    const short = aPlan({ target: { domain: 'mypurecloud.com' }, agents: undefined, approval });
    expect(await abortsOf(endsMs - 24 * HOUR, short)).toEqual([expect.stringContaining('would outlast')]);
  });
});
