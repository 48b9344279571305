import { type ConformanceCase, ONE_LANE, TWO_LANES } from './case.ts';

const EMPTY = 'export default function () {}';
const SAY_RAN = `export default function () { console.log('said ran'); }`;

const refused = (fact: string, id: string, scenario: string, printed: string): ConformanceCase => ({
  id,
  fact,
  script: `export const options = { scenarios: { a: ${scenario} } }; ${SAY_RAN}`,
  lanes: ONE_LANE,
  exitCode: 104,
  printed: [printed],
  notPrinted: ['said ran'],
});

/** Section 4: executors, setup and teardown, segments. Schedules to the millisecond stand in packages/engine/test/executors. */
export const SECTION_4: readonly ConformanceCase[] = [
  refused(
    'an unknown key in a scenario is an error',
    'K4.1',
    `{ executor: 'constant-vus', duration: '1s', speed: 3 }`,
    'speed',
  ),
  refused(
    'durations of a constant executor are at least one second',
    'K4.1',
    `{ executor: 'constant-vus', duration: '500ms' }`,
    'duration',
  ),
  {
    id: 'K4.1',
    fact: 'a scenario has a name of letters, digits, _ and -',
    script: `export const options = { scenarios: { 'a b': { executor: 'per-vu-iterations' } } }; ${SAY_RAN}`,
    lanes: ONE_LANE,
    exitCode: 104,
    printed: ['a b'],
    notPrinted: ['said ran'],
  },
  {
    id: 'K4.1',
    fact: 'an unknown top-level option is only a warning',
    script: `export const options = { speed: 3 }; ${EMPTY}`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['speed', '1 complete'],
  },
  {
    id: 'K4.1',
    fact: 'exec, env and tags are a scenario’s own',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      const one = { executor: 'per-vu-iterations' };
      export const options = {
        scenarios: { a: { ...one, exec: 'first', env: { WHO: 'ann' }, tags: { side: 'left' } }, b: { ...one, exec: 'second' } },
        thresholds: { 'things{side:left,scenario:a}': ['count==1'], 'things{side:left,scenario:b}': ['count==0'] },
      };
      export function first() { c.add(1); console.log('said first ' + __ENV.WHO); }
      export function second() { c.add(1); console.log('said second ' + __ENV.WHO); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said first ann', 'said second undefined'],
  },
  refused('ramping-vus needs stages', 'K4.2', `{ executor: 'ramping-vus' }`, 'stages'),
  refused('constant-vus needs a duration', 'K4.3', `{ executor: 'constant-vus' }`, 'duration'),
  {
    id: 'K4.4',
    fact: 'per-vu-iterations: what maxDuration keeps from starting is dropped_iterations',
    script: `
      import { sleep } from 'k6';
      export const options = {
        scenarios: { a: { executor: 'per-vu-iterations', vus: 1, iterations: 9, maxDuration: '1s' } },
        thresholds: { dropped_iterations: ['count==7'], iterations: ['count==2'] },
      };
      export default async function () { await sleep(0.7); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['2 complete and 0 interrupted'],
  },
  {
    id: 'K4.5',
    fact: 'shared-iterations: what maxDuration keeps from starting is dropped_iterations',
    script: `
      import { sleep } from 'k6';
      export const options = {
        scenarios: { a: { executor: 'shared-iterations', vus: 1, iterations: 9, maxDuration: '1s' } },
        thresholds: { dropped_iterations: ['count==7'], iterations: ['count==2'] },
      };
      export default async function () { await sleep(0.7); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['2 complete and 0 interrupted'],
  },
  {
    id: 'K4.5',
    fact: 'shared-iterations needs at least as many iterations as VUs',
    script: `export const options = { vus: 3, iterations: 2 }; ${SAY_RAN}`,
    lanes: ONE_LANE,
    exitCode: 104,
    printed: ['iterations'],
    notPrinted: ['said ran'],
  },
  refused(
    'constant-arrival-rate needs preAllocatedVUs',
    'K4.6',
    `{ executor: 'constant-arrival-rate', rate: 1, duration: '1s' }`,
    'preAllocatedVUs',
  ),
  refused(
    'constant-arrival-rate needs a rate above 0',
    'K4.6',
    `{ executor: 'constant-arrival-rate', rate: 0, duration: '1s', preAllocatedVUs: 1 }`,
    'rate',
  ),
  {
    id: 'K4.7',
    fact: 'without an idle VU an iteration is dropped for good, and one warning says so',
    script: `
      import { sleep } from 'k6';
      export const options = {
        scenarios: { a: { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 1 } },
        thresholds: { iterations: ['count==1'], dropped_iterations: ['count>=8', 'count<=10'] },
      };
      export default async function () { await sleep(1.3); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    times: { 'Insufficient VUs, reached 1 active VUs and cannot initialize more': 1 },
  },
  {
    id: 'K4.8',
    fact: 'a scenario is over when its iterations are done; a later one gets its VU, with a fresh __ENV and tags',
    script: `
      import exec from 'k6/execution';
      const one = { executor: 'per-vu-iterations', maxDuration: '1s', gracefulStop: '0s' };
      export const options = { scenarios: { a: { ...one, env: { WHO: 'ann' } }, b: { ...one, startTime: '1s' } } };
      export default function () {
        console.log('said ' + [exec.scenario.name, __VU, __ENV.WHO, __ENV.MINE, exec.vu.metrics.tags.mine]);
        __ENV.MINE = 'changed';
        exec.vu.metrics.tags.mine = 'set';
      }`,
    exitCode: 0,
    printed: ['said a,1,ann,,', 'said b,1,,,'],
  },
  {
    id: 'K4.9',
    fact: 'an interrupted iteration has no sample and changes no exit code',
    script: `
      import { sleep } from 'k6';
      export const options = {
        scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } },
        thresholds: { iterations: ['count==0'] },
      };
      export default async function () { await sleep(9); }`,
    exitCode: 0,
    printed: ['0 complete and 1 interrupted'],
  },
  {
    id: 'K4.9',
    fact: 'the iteration that called test.abort has a sample',
    script: `
      import exec from 'k6/execution';
      export const options = { thresholds: { iterations: ['count==1'] } };
      export default function () { exec.test.abort('enough'); }
      export function handleSummary({ metrics }) { return { stdout: 'said ' + metrics.iterations.values.count }; }`,
    exitCode: 108,
    printed: ['said 1'],
  },
  {
    id: 'K4.10',
    fact: 'setup and teardown are no iterations; vus and vus_max are gauges',
    script: `
      import { sleep } from 'k6';
      export const options = { vus: 2, iterations: 2, summaryTrendStats: ['count'] };
      export function setup() {}
      export default async function () { await sleep(1.2); }
      export function teardown() {}
      export function handleSummary({ metrics }) {
        const { iterations, iteration_duration, vus, vus_max } = metrics;
        return { stdout: 'said ' + [iterations.values.count, iteration_duration.values.count, vus.type, vus.values.max, vus_max.values.max] };
      }`,
    exitCode: 0,
    printed: ['said 2,2,gauge,2,2'],
  },
  {
    id: 'K4.11',
    fact: 'setup runs as VU 0 and iterations get a copy of its data',
    script: `
      export function setup() { return { vu: __VU, list: [1], none: undefined }; }
      export default function (data) { data.list.push(2); console.log('said ' + data.vu + ' ' + data.list + ' ' + data.none); }
      export function teardown(data) { console.log('said down ' + data.list); }`,
    exitCode: 0,
    printed: ['said 0 1,2 undefined', 'said down 1'],
  },
  {
    id: 'K4.11',
    fact: 'iterations that live in timers get the data of a setup that sleeps, and teardown too',
    script: `
      import { sleep } from 'k6';
      export function setup() { sleep(0.01); return { vu: __VU, list: [1] }; }
      export default function (data) { setTimeout(() => { data.list.push(2); console.log('said ' + data.vu + ' ' + data.list); }, 1); }
      export function teardown(data) { sleep(0.01); console.log('said down ' + data.list); }
      export function handleSummary(data) { return { stdout: 'said kept ' + JSON.stringify(data.setup_data) }; }`,
    lanes: TWO_LANES,
    exitCode: 0,
    printed: ['said 0 1,2', 'said down 1', 'said kept {"vu":0,"list":[1]}'],
  },
  {
    id: 'K4.11',
    fact: 'a setup that sleeps and then throws ends the run, whatever lane the scenario has',
    script: `
      import { sleep } from 'k6';
      export function setup() { sleep(0.01); throw new Error('no start'); }
      export default function () { setTimeout(() => console.log('said ran'), 1); }`,
    lanes: TWO_LANES,
    exitCode: 107,
    printed: ['no start'],
    notPrinted: ['said ran'],
  },
  {
    id: 'K4.11',
    fact: 'what setup and teardown measure is in the groups ::setup and ::teardown',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = { thresholds: { 'things{group:::setup}': ['count==1'], 'things{group:::teardown}': ['count==2'] } };
      export function setup() { c.add(1); }
      ${EMPTY}
      export function teardown() { c.add(2); }`,
    exitCode: 0,
  },
  {
    id: 'K4.11',
    fact: 'an open timer keeps setup waiting',
    script: `
      export function setup() { setTimeout(() => console.log('said timer of setup'), 100); }
      ${SAY_RAN}`,
    exitCode: 0,
    printed: ['said timer of setup', 'said ran'],
  },
  {
    id: 'K4.11',
    fact: 'teardown does not run when setup has failed',
    script: `
      export function setup() { throw new Error('no start'); }
      ${EMPTY}
      export function teardown() { console.log('said down'); }`,
    exitCode: 107,
    notPrinted: ['said down'],
  },
  {
    id: 'K4.12',
    fact: 'a segment has its share of the VUs and iterations',
    script: `
      import exec from 'k6/execution';
      export const options = { vus: 4, iterations: 8 };
      export default function () { console.log('said number ' + exec.scenario.iterationInTest + '.'); }`,
    flags: ['--execution-segment', '0:1/4', '--execution-segment-sequence', '0,1/4,2/4,3/4,1'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['2 complete'],
    times: { 'said number ': 2 },
  },
  {
    id: 'K4.12',
    fact: 'an executor without work in a segment is skipped',
    script: `
      const one = { executor: 'per-vu-iterations', vus: 1 };
      export const options = { scenarios: { single: one, many: { ...one, vus: 2, exec: 'many' } } };
      export default function () { console.log('said single'); }
      export function many() { console.log('said many'); }`,
    flags: ['--execution-segment', '1/2:1'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said many'],
    notPrinted: ['said single'],
  },
  {
    id: 'K4.13',
    fact: 'idInTest and iterationInTest are unique across instances, __VU and the others are not',
    script: `
      import exec from 'k6/execution';
      export const options = { scenarios: { a: { executor: 'shared-iterations', vus: 2, iterations: 2 } } };
      export default function () {
        const { vu, scenario } = exec;
        console.log('said ' + [vu.idInTest, scenario.iterationInTest, __VU, vu.idInInstance, vu.iterationInInstance,
          vu.iterationInScenario, scenario.iterationInInstance, __ITER]);
      }`,
    flags: ['--execution-segment', '1/2:1'],
    exitCode: 0,
    printed: ['said 2,1,1,1,0,0,0,0'],
  },
];
