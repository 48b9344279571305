import type { Case } from './case.ts';

const SAY_VUS = `
  import exec from 'k6/execution';
  export const options = { vus: 2, iterations: 4 };
  export default function () {
    if (exec.scenario.iterationInTest === 0) console.log('executor ' + exec.scenario.executor);
  }`;

/** Section 1: command line, options, exit codes. */
export const SECTION_1: readonly Case[] = [
  {
    id: '1.1',
    fact: 'without options it is one VU and one iteration, per-vu-iterations',
    script: `
      import exec from 'k6/execution';
      export default function () {
        console.log('said ' + exec.scenario.name + ' ' + exec.scenario.executor + ' ' + __VU + ' ' + __ITER);
      }`,
    exitCode: 0,
    printed: ['said default per-vu-iterations 1 0', '1 complete'],
  },
  {
    id: '1.2',
    fact: 'K6_* wins over the script',
    script: SAY_VUS,
    env: { K6_ITERATIONS: '6' },
    exitCode: 0,
    printed: ['executor shared-iterations', '6 complete'],
  },
  {
    id: '1.3',
    fact: 'flags win over K6_*',
    script: SAY_VUS,
    env: { K6_ITERATIONS: '6' },
    flags: ['--iterations', '8'],
    exitCode: 0,
    printed: ['8 complete'],
  },
  {
    id: '1.4',
    fact: '-e sets __ENV and never an option',
    script: `export default function () { console.log('said ' + __ENV.K6_ITERATIONS); }`,
    flags: ['-e', 'K6_ITERATIONS=7'],
    exitCode: 0,
    printed: ['said 7', '1 complete'],
  },
  {
    id: '1.5',
    fact: 'an executor that k6 v2 has removed does not start',
    script: `
      export const options = { scenarios: { a: { executor: 'externally-controlled', vus: 1, duration: '1s' } } };
      export default function () { console.log('said it ran'); }`,
    exitCode: 104,
    printed: ['externally-controlled'],
    notPrinted: ['said it ran'],
  },
  {
    id: '1.6',
    fact: 'a failed threshold at the end is 99',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = { thresholds: { things: ['count>1'] } };
      export default function () { c.add(1); }`,
    exitCode: 99,
    printed: ['things'],
  },
  {
    id: '1.7',
    fact: 'a setup that takes longer than setupTimeout is 100',
    script: `
      import { sleep } from 'k6';
      export const options = { setupTimeout: '200ms' };
      export function setup() { sleep(5); }
      export default function () { console.log('said it ran'); }`,
    exitCode: 100,
    notPrinted: ['said it ran'],
  },
  {
    id: '1.8',
    fact: 'a teardown that takes longer than teardownTimeout is 101',
    script: `
      import { sleep } from 'k6';
      export const options = { teardownTimeout: '200ms' };
      export default function () { console.log('said it ran'); }
      export function teardown() { sleep(5); }`,
    exitCode: 101,
    printed: ['said it ran'],
  },
  {
    id: '1.9',
    fact: 'a script exception in init is 107',
    script: `throw new Error('no start'); export default function () {}`,
    exitCode: 107,
    printed: ['no start'],
  },
  {
    id: '1.10',
    fact: 'exec.test.abort is 108',
    script: `
      import exec from 'k6/execution';
      export default function () { exec.test.abort('enough'); }`,
    exitCode: 108,
    printed: ['enough'],
  },
  {
    id: '1.11',
    fact: 'exec.test.fail lets the run go on and is 110',
    script: `
      import exec from 'k6/execution';
      export const options = { iterations: 2 };
      export default function () { exec.test.fail('marked'); console.log('said after'); }`,
    exitCode: 110,
    printed: ['said after', '2 complete'],
  },
  {
    id: '1.12',
    fact: 'an exception in an iteration is logged, counted as complete and changes no exit code',
    script: `export default function () { throw new Error('only this once'); }`,
    exitCode: 0,
    printed: ['only this once', '1 complete and 0 interrupted'],
  },
  {
    id: '1.13',
    fact: 'an exec function that is not exported is 104',
    script: `
      export const options = { scenarios: { a: { executor: 'per-vu-iterations', exec: 'missing' } } };
      export default function () {}`,
    exitCode: 104,
    printed: ['missing'],
  },
  {
    id: '1.14',
    fact: '--summary-mode=disabled prints no summary and does not call handleSummary',
    script: `
      export default function () { console.log('said ran'); }
      export function handleSummary() { return { stdout: 'said summary' }; }`,
    flags: ['--summary-mode=disabled'],
    exitCode: 0,
    printed: ['said ran'],
    notPrinted: ['said summary', 'TOTAL RESULTS'],
  },
];
