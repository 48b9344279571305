import { type ConformanceCase, ONE_LANE } from './case.ts';

const SAY_VUS = `
  import exec from 'k6/execution';
  export const options = { vus: 2, iterations: 4 };
  export default function () {
    if (exec.scenario.iterationInTest === 0) console.log('executor ' + exec.scenario.executor);
  }`;

const SCENARIO = `
  import exec from 'k6/execution';
  export const options = { scenarios: { own: { executor: 'per-vu-iterations', iterations: 3 } } };
  export default function () { console.log('said ' + exec.scenario.name + ' ' + exec.scenario.executor); }`;

const EMPTY = 'export default function () {}';
const SAY_RAN = `export default function () { console.log('said ran'); }`;

/** Section 1: versions, command line, options. Exit codes are in a file of their own. */
export const SECTION_1: readonly ConformanceCase[] = [
  {
    id: 'K1.3',
    fact: 'an executor that k6 v2 has removed does not start',
    script: `
      export const options = { scenarios: { a: { executor: 'externally-controlled', vus: 1, duration: '1s' } } };
      export default function () { console.log('said it ran'); }`,
    lanes: ONE_LANE,
    exitCode: 104,
    printed: ['externally-controlled'],
    notPrinted: ['said it ran'],
  },
  ...['--no-summary', '--summary-mode=legacy'].map(
    (flag): ConformanceCase => ({
      id: 'K1.3',
      fact: `the flag ${flag} is gone`,
      script: SAY_RAN,
      flags: [flag],
      lanes: ONE_LANE,
      exitCode: 'failure',
      printed: [flag === '--no-summary' ? 'no-summary' : 'legacy'],
      notPrinted: ['said ran'],
    }),
  ),
  ...['browser', 'grpc', 'timers', 'tracing', 'webcrypto'].map(
    (name): ConformanceCase => ({
      id: 'K1.3',
      fact: `k6/experimental/${name} is said to be removed`,
      script: `import * as all from 'k6/experimental/${name}'; export default function () { console.log(all); }`,
      lanes: ONE_LANE,
      exitCode: 107,
      printed: [`k6/experimental/${name}`, 'removed'],
    }),
  ),
  {
    id: 'K1.3',
    fact: 'k6/experimental/websockets works, with one warning',
    script: `
      import { WebSocket } from 'k6/experimental/websockets';
      export const options = { vus: 2, iterations: 2 };
      export default function () { console.log('said ' + typeof WebSocket); }`,
    exitCode: 0,
    printed: ['said function'],
    times: { deprecated: 1 },
  },
  {
    id: 'K1.4',
    fact: '--vus alone overrides the scenarios of the script, with a warning',
    script: SCENARIO,
    flags: ['--vus', '2'],
    exitCode: 0,
    printed: ['said default shared-iterations', '2 complete', 'scenarios'],
    notPrinted: ['said own'],
  },
  ...['p(101)<9', 'p(-1)<9', 'p(NaN)<9'].map(
    (gate): ConformanceCase => ({
      id: 'K1.4',
      fact: `a threshold on ${gate.slice(0, -2)} is refused`,
      script: `export const options = { thresholds: { iteration_duration: ['${gate}'] } }; ${SAY_RAN}`,
      lanes: ONE_LANE,
      exitCode: 104,
      printed: [gate],
      notPrinted: ['said ran'],
    }),
  ),
  {
    id: 'K1.5',
    fact: 'TextEncoder and TextDecoder are globals',
    script: `export default function () {
      const bytes = new TextEncoder().encode('é');
      console.log('said ' + bytes.length + new TextDecoder().decode(bytes));
    }`,
    exitCode: 0,
    printed: ['said 2é'],
  },
  {
    id: 'K1.5',
    fact: 'a handleSummary that takes longer than handleSummaryTimeout is cut: default text, same exit code',
    script: `
      import { sleep } from 'k6';
      ${EMPTY}
      export async function handleSummary() { await sleep(10); return { stdout: 'said late' }; }`,
    env: { K6_HANDLE_SUMMARY_TIMEOUT: '200ms' },
    exitCode: 0,
    printed: ['handleSummary', 'iterations'],
    notPrinted: ['said late'],
  },
  {
    id: 'K1.5',
    fact: 'the greatest value of a gauge may be negative',
    script: `
      import { Gauge } from 'k6/metrics';
      const g = new Gauge('below');
      export default function () { g.add(-5); g.add(-3); g.add(-4); }
      export function handleSummary(data) { return { stdout: 'said ' + JSON.stringify(data.metrics.below.values.max) }; }`,
    exitCode: 0,
    printed: ['said -3'],
  },
  {
    id: 'K1.6',
    fact: 'a run without options is one VU and one iteration, per-vu-iterations',
    script: `
      import exec from 'k6/execution';
      export default function () {
        console.log('said ' + exec.scenario.name + ' ' + exec.scenario.executor + ' ' + __VU + ' ' + __ITER);
      }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said default per-vu-iterations 1 0', '1 complete'],
  },
  {
    id: 'K1.7',
    fact: 'the script wins over --config',
    script: SAY_VUS,
    files: { 'config.json': '{ "iterations": 9, "noSetup": true }' },
    flags: ['--config', 'config.json'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['4 complete'],
  },
  {
    id: 'K1.7',
    fact: 'K6_* wins over the script',
    script: SAY_VUS,
    env: { K6_ITERATIONS: '6' },
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['executor shared-iterations', '6 complete'],
  },
  {
    id: 'K1.7',
    fact: 'flags win over K6_*',
    script: SAY_VUS,
    env: { K6_ITERATIONS: '6' },
    flags: ['--iterations', '8'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['8 complete'],
  },
  {
    id: 'K1.7',
    fact: 'iterations in a higher layer wipe the scenarios of a lower one',
    script: SCENARIO,
    flags: ['--iterations', '2'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said default shared-iterations', '2 complete'],
    notPrinted: ['said own'],
  },
  {
    id: 'K1.11',
    fact: 'the flags of k6 cloud are not flags of run',
    script: SAY_RAN,
    flags: ['--exit-on-running'],
    lanes: ONE_LANE,
    exitCode: 'failure',
    printed: ['exit-on-running'],
    notPrinted: ['said ran'],
  },
  {
    id: 'K1.12',
    fact: '-e sets __ENV and never an option',
    script: `export default function () { console.log('said ' + __ENV.K6_ITERATIONS); }`,
    flags: ['-e', 'K6_ITERATIONS=7'],
    exitCode: 0,
    printed: ['said 7', '1 complete'],
  },
  {
    id: 'K1.12',
    fact: 'a name given with -e has letters, digits and underscores, and no digit first',
    script: SAY_RAN,
    flags: ['-e', '1st=7'],
    lanes: ONE_LANE,
    exitCode: 'failure',
    printed: ['1st'],
    notPrinted: ['said ran'],
  },
  {
    id: 'K1.12',
    fact: 'neither scenarios nor the segment come from the environment',
    script: `
      import exec from 'k6/execution';
      export default function () { console.log('said ' + exec.scenario.name + exec.test.options.executionSegment); }`,
    env: { K6_SCENARIOS: '{"a":{"executor":"nonsense"}}', K6_EXECUTION_SEGMENT: '0:1/2' },
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said default'],
    notPrinted: ['said default0:1/2'],
  },
  {
    id: 'K1.13',
    fact: 'a bare number is milliseconds',
    script: `
      import { sleep } from 'k6';
      export const options = { setupTimeout: 200 };
      export async function setup() { await sleep(5); }
      ${EMPTY}`,
    lanes: ONE_LANE,
    exitCode: 100,
  },
  {
    id: 'K1.13',
    fact: 'Go writes durations, fractions and several units included, and days are k6’s own',
    script: `
      export const options = { setupTimeout: '1m0.5s', teardownTimeout: '1d2h' };
      ${SAY_RAN}`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said ran'],
  },
];
