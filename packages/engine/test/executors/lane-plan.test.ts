import { describe, expect, test } from 'vitest';
import { planLanes } from '../../src/executors/lane-plan.ts';
import { readScenarios } from '../../src/options/read-scenarios.ts';
import { WHOLE } from '../../src/segment/segment.ts';

const load = { executor: 'constant-vus', vus: 300, duration: '1m', exec: 'chat', gracefulStop: '0s' };
const monitor = { executor: 'constant-vus', vus: 1, duration: '1m', exec: 'blocks', gracefulStop: '0s' };

/** The plan of scenarios whose exec functions `blocks` have the worker lane. */
function planned(scenarios: Readonly<Record<string, object>>) {
  const plan = planLanes(readScenarios(scenarios), WHOLE, (exec) => (exec.startsWith('blocks') ? 'worker' : 'async'));
  return { ...plan, lanes: Object.fromEntries(plan.lanes), requirements: Object.fromEntries(plan.requirements) };
}

describe('the plan of lanes', () => {
  test('scenarios that run at the same time have the lanes of their functions', () => {
    expect(planned({ load, monitor })).toEqual({
      lanes: { load: 'async', monitor: 'worker' },
      requirements: { async: { planned: 300, max: 300 }, worker: { planned: 1, max: 1 } },
      moved: [],
    });
  });

  test('the lane of the first scenario makes its VUs first', () => {
    expect(Object.keys(planned({ monitor, load }).requirements)).toEqual(['worker', 'async']);
  });

  test('a scenario whose VUs also serve a later one that blocks moves to the worker lane with it', () => {
    expect(planned({ load, monitor: { ...monitor, startTime: '1m' } })).toEqual({
      lanes: { load: 'worker', monitor: 'worker' },
      requirements: { worker: { planned: 300, max: 300 } },
      moved: ['load'],
    });
  });

  test('a scenario that overlaps another by gracefulStop alone takes none of its VUs', () => {
    const stopping = { ...load, gracefulStop: '30s' };
    expect(planned({ stopping, monitor: { ...monitor, startTime: '1m' } }).moved).toEqual([]);
  });

  test('scenarios of one lane share their VUs as ever', () => {
    expect(planned({ load, more: { ...load, startTime: '1m' } })).toMatchObject({
      requirements: { async: { planned: 300, max: 300 } },
      moved: [],
    });
  });

  test('VUs that an arrival rate may add count for its own lane', () => {
    const arrivals = {
      executor: 'constant-arrival-rate',
      rate: 1,
      duration: '1m',
      preAllocatedVUs: 2,
      maxVUs: 9,
      exec: 'blocks',
      gracefulStop: '0s',
    };
    expect(planned({ load, arrivals }).requirements).toEqual({
      async: { planned: 300, max: 300 },
      worker: { planned: 2, max: 9 },
    });
  });

  test('a segment without scenarios has no lane', () => {
    const plan = planLanes([], WHOLE, () => 'async');
    expect([plan.lanes.size, plan.requirements.size, plan.moved]).toEqual([0, 0, []]);
  });
});
