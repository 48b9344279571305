import { type ConformanceCase, ONE_LANE } from './case.ts';

const TWO = `
  import exec from 'k6/execution';
  export const options = {
    scenarios: {
      a: { executor: 'per-vu-iterations', vus: 2, iterations: 2, exec: 'said', tags: { team: 'x' }, env: { WHO: 'a' } },
      b: { executor: 'constant-vus', vus: 1, duration: '1h', startTime: '1h', exec: 'said', env: { WHO: 'b' } },
    },
    thresholds: {
      'iterations{scenario:a}': ['count>=1'],
      'iterations{scenario:b}': ['count>=1'],
      'iterations{scenario:nobody}': ['count==0'],
    },
  };
  export function setup() { console.log('said setup'); }
  export function said() {
    const { executor, vus } = exec.test.options.scenarios[exec.scenario.name];
    console.log('said ' + __ENV.WHO + ' ' + executor + ' ' + vus + ' ' + (exec.vu.tags.team ?? exec.vu.metrics.tags.team));
  }
  export function teardown() { console.log('said teardown'); }`;
const SHORT = (options: string) => `
  export const options = ${options};
  export default function () { console.log('said it ran'); }`;

const cases: readonly Omit<ConformanceCase, 'lanes'>[] = [
  {
    id: 'K1.14',
    fact: '--scenario runs the named scenarios alone, and skips thresholds on the others with a warning',
    script: TWO,
    flags: ['--scenario', 'a'],
    exitCode: 0,
    times: { 'said a per-vu-iterations 2 x': 4, 'said setup': 1 },
    printed: ['iterations{scenario:b} is skipped', 'said teardown'],
    notPrinted: ['iterations{scenario:nobody} is skipped'],
  },
  {
    id: 'K1.14',
    fact: '--scenario with a name that is not there does not start',
    script: TWO,
    flags: ['--scenario', 'a,c'],
    exitCode: 104,
    printed: ['c', 'not found'],
    notPrinted: ['said setup'],
  },
  {
    id: 'K1.14',
    fact: '--scenario needs a script with named scenarios',
    script: SHORT('{ vus: 2, iterations: 2 }'),
    flags: ['--scenario', 'default'],
    exitCode: 104,
    printed: ['not found; the script does not have any named scenario'],
  },
  {
    id: 'K1.14',
    fact: 'a shortcut for load cannot go with --scenario on the command line',
    script: TWO,
    flags: ['--scenario', 'a', '--vus', '3'],
    exitCode: 104,
  },
  {
    id: 'K1.14',
    fact: 'a shortcut for load in the environment is ignored with --scenario, with a warning',
    script: TWO,
    flags: ['--scenario', 'a'],
    env: { K6_ITERATIONS: '9' },
    exitCode: 0,
    times: { 'said a per-vu-iterations 2 x': 4 },
    printed: ['iterations'],
  },
  {
    id: 'K1.14',
    fact: '--once runs one iteration of a script without scenarios, whatever load it asks for',
    script: SHORT(`{ stages: [{ duration: '1h', target: 50 }] }`),
    flags: ['--once'],
    exitCode: 0,
    times: { 'said it ran': 1 },
  },
  {
    id: 'K1.14',
    fact: '--once of several scenarios does not start without --scenario',
    script: TWO,
    flags: ['--once'],
    exitCode: 104,
    notPrinted: ['said setup'],
  },
  {
    id: 'K1.14',
    fact: '--once cannot go with a share of the load on the command line',
    script: SHORT('{}'),
    flags: ['--once', '--execution-segment', '0:1/2'],
    exitCode: 104,
  },
  {
    id: 'K1.18',
    fact: 'a ramping-vus scenario that cannot start a VU fails the run',
    script: `
      export const options = { scenarios: { s: { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '1s', target: 2 }] } } };
      if (__VU === 2) throw new Error('no second VU');
      export default function () {}`,
    exitCode: 'failure',
    printed: ['no second VU'],
  },
  {
    id: 'K4.14',
    fact: '--once with --scenario runs each selected scenario once, at once, with its function, env and tags',
    script: TWO,
    flags: ['--once', '--scenario', 'a', '--scenario', 'b'],
    exitCode: 0,
    times: { 'said a shared-iterations 1 x': 1, 'said b shared-iterations 1 undefined': 1 },
    printed: ['said setup', 'said teardown'],
  },
];

/** Section 1 and 4: what k6 2.3 added to the command line. */
export const SECTION_1_SINCE_2_3: readonly ConformanceCase[] = cases.map((one) => ({ ...one, lanes: ONE_LANE }));
