import { type ConformanceCase, ONE_LANE } from './case.ts';

const SAY_RAN = `export default function () { console.log('said ran'); }`;

const FOUR = `
  import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
  const c = new Counter('cc'), g = new Gauge('gg'), r = new Rate('rr'), t = new Trend('tt');`;

const refused = (fact: string, id: string, thresholds: string, printed: string): ConformanceCase => ({
  id,
  fact,
  script: `${FOUR} export const options = { thresholds: ${thresholds} }; ${SAY_RAN}`,
  lanes: ONE_LANE,
  exitCode: 104,
  printed: [printed],
  notPrinted: ['said ran'],
});

/** Section 5: thresholds. */
export const SECTION_5: readonly ConformanceCase[] = [
  {
    id: 'K5.1',
    fact: 'each type has its methods, and all operators work with or without blanks',
    script: `${FOUR}
      export const options = {
        thresholds: {
          cc: ['count>=3', 'count <= 3', 'count==3', 'count===3', 'rate>0'],
          gg: ['value!=1', 'value==2'],
          rr: ['rate<0.51', 'rate==.5'],
          tt: ['avg==2', 'min<2', 'max>2', 'med==2', 'p(50)==2', 'p(99.9)<=3', 'p(0)==1', 'p(100)==3e0'],
        },
      };
      export default function () {
        c.add(3); g.add(1); g.add(2); r.add(true); r.add(false); for (const n of [1, 2, 3]) t.add(n);
      }`,
    lanes: ONE_LANE,
    exitCode: 0,
  },
  refused('a method that the type does not have', 'K5.1', `{ http_reqs: ['p(95)<1'] }`, 'http_reqs'),
  refused('no && in an expression', 'K5.1', `{ iterations: ['count>0 && count<9'] }`, 'count>0 && count<9'),
  refused('no arithmetic in an expression', 'K5.1', `{ iterations: ['count>1+1'] }`, 'count>1+1'),
  {
    id: 'K5.2',
    fact: 'a threshold is text or an object',
    script: `${FOUR}
      export const options = { thresholds: { cc: ['count>0', { threshold: 'count>1', abortOnFail: false, delayAbortEval: '1s' }] } };
      export default function () { c.add(1); }`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['count>1'],
  },
  {
    id: 'K5.3',
    fact: 'a submetric reads a comma as and, divides at the first colon, drops quotes and compares for equality',
    script: `${FOUR}
      export const options = {
        thresholds: {
          'cc{a:1,b:2}': ['count==1'],
          'cc{a:1}': ['count==3'],
          'cc{url:http://x:80/}': ['count==4'],
          'cc{a:"1"}': ['count==3'],
          "cc{a:'1', b:'2'}": ['count==1'],
          'cc{a:.*}': ['count==0'],
        },
      };
      export default function () { c.add(1, { a: 1, b: 2 }); c.add(2, { a: '1' }); c.add(4, { url: 'http://x:80/' }); }`,
    lanes: ONE_LANE,
    exitCode: 0,
  },
  refused('no submetric selects by vu or iter', 'K5.3', `{ 'cc{vu:1}': ['count==0'] }`, 'vu'),
  refused('a metric that nobody declared', 'K5.4', `{ nobody: ['count>1'] }`, 'nobody'),
  {
    id: 'K5.4',
    fact: 'tags that never occur are fine',
    script: `export const options = { thresholds: { 'http_reqs{name:never}': ['count==0'] } }; ${SAY_RAN}`,
    lanes: ONE_LANE,
    exitCode: 0,
  },
  {
    id: 'K5.4',
    fact: '--no-thresholds leaves an undeclared metric unchecked',
    script: `export const options = { thresholds: { nobody: ['count>1'] } }; ${SAY_RAN}`,
    flags: ['--no-thresholds'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said ran'],
  },
  {
    id: 'K5.5',
    fact: 'a Rate without samples passes whatever it says; Counter, Trend and Gauge are 0',
    script: `${FOUR}
      export const options = {
        thresholds: { cc: ['count<10', 'count==0', 'rate==0'], rr: ['rate>0.9', 'rate<0'], tt: ['p(95)<500', 'avg==0'], gg: ['value==0'] },
      };
      export default function () { if (c === g) t.add(r); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
  },
  {
    id: 'K5.5',
    fact: 'a Counter without samples fails count>0',
    script: `${FOUR} export const options = { thresholds: { cc: ['count>0'] } }; ${SAY_RAN}`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ["'count>0' count=0", 'said ran'],
  },
  {
    id: 'K5.5',
    fact: 'a Trend without samples fails avg>0',
    script: `${FOUR} export const options = { thresholds: { tt: ['avg>0'] } }; ${SAY_RAN}`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ["'avg>0' avg=0", 'said ran'],
  },
  {
    id: 'K5.6',
    fact: 'abortOnFail ends the run with 99, without gracefulStop; teardown runs',
    script: `${FOUR}
      import { sleep } from 'k6';
      export const options = { thresholds: { cc: [{ threshold: 'count<1', abortOnFail: true }] } };
      export default async function () { c.add(1); await sleep(15); console.log('said finished'); }
      export function teardown() { console.log('said down'); }`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['said down', '0 complete and 1 interrupted'],
    notPrinted: ['said finished'],
  },
  {
    id: 'K5.6',
    fact: 'delayAbortEval delays the abort and not the failure',
    script: `${FOUR}
      import { sleep } from 'k6';
      export const options = { thresholds: { cc: [{ threshold: 'count<1', abortOnFail: true, delayAbortEval: '1m' }] } };
      export default async function () { c.add(1); await sleep(2.2); console.log('said finished'); }`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['said finished', '1 complete and 0 interrupted'],
  },
  {
    id: 'K5.6',
    fact: 'the rate of a Counter counts setup and teardown into the duration',
    script: `${FOUR}
      import { sleep } from 'k6';
      export const options = { thresholds: { cc: ['rate<30'] } };
      export async function setup() { await sleep(0.2); }
      export default function () { c.add(10); }
      export async function teardown() { await sleep(0.2); }`,
    lanes: ONE_LANE,
    exitCode: 0,
  },
  {
    id: 'K5.7',
    fact: 'percentiles are exact, between the two closest ranks',
    script: `${FOUR}
      export const options = { thresholds: { tt: ['p(90)==36', 'p(95)==38', 'med==20'] } };
      export default function () { for (const n of [40, 0, 30, 10, 20]) t.add(n); }`,
    lanes: ONE_LANE,
    exitCode: 0,
  },
  {
    id: 'K5.8',
    fact: 'a submetric is in the summary only if it has a threshold, and then without samples too',
    script: `${FOUR}
      export const options = { thresholds: { 'cc{a:1}': ['count>=0'] } };
      export default function () { c.add(1, { a: 2 }); }
      export function handleSummary({ metrics }) {
        return { stdout: 'said ' + Object.keys(metrics).filter((name) => name.startsWith('cc')).sort() + ' ' + metrics['cc{a:1}'].values.count };
      }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said cc,cc{a:1} 0'],
  },
];
