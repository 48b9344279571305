import { type ConformanceCase, ONE_LANE } from './case.ts';

const EMPTY = 'export default function () {}';
const SAY_RAN = `export default function () { console.log('said ran'); }`;
const SLOW = `
  import { sleep } from 'k6';
  export default async function () { console.log('said started'); await sleep(15); }`;

/** Section 1: exit codes and which of several reasons wins. */
export const SECTION_1_EXIT_CODES: readonly ConformanceCase[] = [
  {
    id: 'K1.8',
    fact: 'a failed threshold at the end is 99',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = { thresholds: { things: ['count>1'] } };
      export default function () { c.add(1); }`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['things'],
  },
  {
    id: 'K1.8',
    fact: 'a setup that takes longer than setupTimeout is 100',
    script: `
      import { sleep } from 'k6';
      export const options = { setupTimeout: '200ms' };
      export async function setup() { await sleep(5); }
      ${SAY_RAN}`,
    exitCode: 100,
    notPrinted: ['said ran'],
  },
  {
    id: 'K1.8',
    fact: 'a teardown that takes longer than teardownTimeout is 101',
    script: `
      import { sleep } from 'k6';
      export const options = { teardownTimeout: '200ms' };
      ${SAY_RAN}
      export async function teardown() { await sleep(5); }`,
    exitCode: 101,
    printed: ['said ran'],
  },
  {
    id: 'K1.8',
    fact: 'an exec function that is not exported is 104',
    script: `
      export const options = { scenarios: { a: { executor: 'per-vu-iterations', exec: 'missing' } } };
      ${EMPTY}`,
    lanes: ONE_LANE,
    exitCode: 104,
    printed: ['missing'],
  },
  {
    id: 'K1.8',
    fact: 'a script exception in init is 107',
    script: `throw new Error('no start'); ${EMPTY}`,
    exitCode: 107,
    printed: ['no start'],
  },
  {
    id: 'K1.8',
    fact: 'a script exception in a sync setup is 107',
    script: `export function setup() { throw new Error('no start'); } ${SAY_RAN}`,
    exitCode: 107,
    printed: ['no start'],
    notPrinted: ['said ran'],
  },
  {
    id: 'K1.8',
    fact: 'an async setup that rejects is 255',
    script: `export async function setup() { throw new Error('no start'); } ${SAY_RAN}`,
    exitCode: 255,
    printed: ['no start'],
    notPrinted: ['said ran'],
  },
  {
    id: 'K1.8',
    fact: 'a script exception in a sync teardown is 107',
    script: `${SAY_RAN} export function teardown() { throw new Error('no end'); }`,
    exitCode: 107,
    printed: ['no end', 'said ran'],
  },
  {
    id: 'K1.8',
    fact: 'exec.test.abort is 108',
    script: `
      import exec from 'k6/execution';
      export default function () { exec.test.abort('enough'); }`,
    exitCode: 108,
    printed: ['enough'],
  },
  {
    id: 'K1.8',
    fact: 'exec.test.fail lets the run go on and is 110',
    script: `
      import exec from 'k6/execution';
      export const options = { iterations: 2 };
      export default function () { exec.test.fail('marked'); console.log('said after'); }`,
    exitCode: 110,
    printed: ['said after', '2 complete'],
  },
  {
    id: 'K1.9',
    fact: 'an exception in an iteration is logged, counted as complete and changes no exit code',
    script: `export default function () { throw new Error('only this once'); }`,
    exitCode: 0,
    printed: ['only this once', '1 complete and 0 interrupted'],
  },
  {
    id: 'K1.9',
    fact: 'an abort wins over a mark, and a mark over thresholds',
    script: `
      import exec from 'k6/execution';
      export const options = { iterations: 1, thresholds: { iterations: ['count>5'] } };
      export default function () { exec.test.fail('marked'); if (__ENV.ABORT) exec.test.abort('enough'); }`,
    flags: ['-e', 'ABORT=1'],
    exitCode: 108,
  },
  {
    id: 'K1.9',
    fact: 'a mark wins over failed thresholds',
    script: `
      import exec from 'k6/execution';
      export const options = { thresholds: { iterations: ['count>5'] } };
      export default function () { exec.test.fail('marked'); }`,
    exitCode: 110,
    printed: ['iterations'],
  },
  {
    id: 'K1.9',
    fact: 'test.fail from teardown is in time',
    script: `
      import exec from 'k6/execution';
      ${EMPTY}
      export function teardown() { exec.test.fail('marked'); }`,
    exitCode: 110,
  },
  {
    id: 'K1.9',
    fact: 'test.fail from handleSummary is too late',
    script: `
      import exec from 'k6/execution';
      ${EMPTY}
      export function handleSummary() { exec.test.fail('marked'); return { stdout: 'said summed up' }; }`,
    exitCode: 0,
    printed: ['said summed up'],
  },
  {
    id: 'K1.10',
    fact: 'an interrupt ends the run without gracefulStop; teardown and summary follow; 105',
    script: `${SLOW} export function teardown() { console.log('said down'); }`,
    interruptAt: ['said started'],
    exitCode: 105,
    printed: ['said down', '0 complete and 1 interrupted'],
  },
  {
    id: 'K1.10',
    fact: 'an interrupt of setup skips teardown; the summary follows; 105',
    script: `
      import { sleep } from 'k6';
      export async function setup() { console.log('said started'); await sleep(15); }
      ${SAY_RAN}
      export function teardown() { console.log('said down'); }
      export function handleSummary() { return { stdout: 'said summed up' }; }`,
    interruptAt: ['said started'],
    exitCode: 105,
    printed: ['said summed up'],
    notPrinted: ['said down', 'said ran'],
  },
  {
    id: 'K1.10',
    fact: 'a second interrupt does not wait for teardown; 105',
    script: `${SLOW} export async function teardown() { console.log('said down'); await sleep(15); console.log('said never'); }`,
    interruptAt: ['said started', 'said down'],
    lanes: ONE_LANE,
    exitCode: 105,
    printed: ['said down'],
    notPrinted: ['said never'],
  },
];
