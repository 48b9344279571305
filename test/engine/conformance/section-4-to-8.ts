import type { Case } from './case.ts';

/** Sections 4 to 8: executors, thresholds, metrics, summary, other modules. */
export const SECTIONS_4_TO_8: readonly Case[] = [
  {
    id: '4.1',
    fact: 'an unknown key in a scenario is an error, 104',
    script: `
      export const options = { scenarios: { a: { executor: 'constant-vus', duration: '1s', speed: 3 } } };
      export default function () {}`,
    exitCode: 104,
    printed: ['speed'],
  },
  {
    id: '4.2',
    fact: 'an unknown top-level option is only a warning',
    script: `export const options = { speed: 3 }; export default function () {}`,
    exitCode: 0,
    printed: ['speed', '1 complete'],
  },
  {
    id: '4.3',
    fact: 'durations of a constant executor are at least one second',
    script: `
      export const options = { scenarios: { a: { executor: 'constant-vus', duration: '500ms' } } };
      export default function () {}`,
    exitCode: 104,
    printed: ['duration'],
  },
  {
    id: '4.4',
    fact: 'shared-iterations needs at least as many iterations as VUs',
    script: `export const options = { vus: 3, iterations: 2 }; export default function () {}`,
    exitCode: 104,
    printed: ['iterations'],
  },
  {
    id: '4.5',
    fact: 'what maxDuration keeps from starting is dropped_iterations',
    script: `
      import { sleep } from 'k6';
      export const options = {
        scenarios: { a: { executor: 'shared-iterations', vus: 1, iterations: 9, maxDuration: '1s' } },
        thresholds: { dropped_iterations: ['count==7'], iterations: ['count==2'] },
      };
      export default async function () { await sleep(0.7); }`,
    exitCode: 0,
    printed: ['2 complete and 0 interrupted'],
  },
  {
    id: '4.6',
    fact: 'setup runs as VU 0 and iterations get a copy of its data',
    script: `
      export function setup() { return { vu: __VU, list: [1], none: undefined }; }
      export default function (data) { data.list.push(2); console.log('said ' + data.vu + ' ' + data.list + ' ' + data.none); }
      export function teardown(data) { console.log('said down ' + data.list); }`,
    exitCode: 0,
    printed: ['said 0 1,2 undefined', 'said down 1'],
  },
  {
    id: '5.1',
    fact: 'Rate without samples passes at the end, Counter is 0, Trend is 0',
    script: `
      import { Counter, Rate, Trend } from 'k6/metrics';
      new Counter('cc'); new Rate('rr'); new Trend('tt');
      export const options = { thresholds: { cc: ['count<10'], rr: ['rate>0.9'], tt: ['p(95)<500'] } };
      export default function () {}`,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
  },
  {
    id: '5.2',
    fact: 'Counter without samples fails count>0',
    script: `
      import { Counter } from 'k6/metrics';
      new Counter('cc');
      export const options = { thresholds: { cc: ['count>0'] } };
      export default function () {}`,
    exitCode: 99,
  },
  {
    id: '5.3',
    fact: 'a method that the type does not have is 104',
    script: `export const options = { thresholds: { http_reqs: ['p(95)<1'] } }; export default function () {}`,
    exitCode: 104,
    printed: ['http_reqs'],
  },
  {
    id: '5.4',
    fact: 'a threshold on a metric that nobody declared is 104',
    script: `export const options = { thresholds: { nobody: ['count>1'] } }; export default function () {}`,
    exitCode: 104,
    printed: ['nobody'],
  },
  {
    id: '5.5',
    fact: 'no && in an expression',
    script: `
      export const options = { thresholds: { iterations: ['count>0 && count<9'] } };
      export default function () {}`,
    exitCode: 104,
  },
  {
    id: '5.6',
    fact: 'a percentile outside 0 to 100 is refused',
    script: `
      export const options = { thresholds: { iteration_duration: ['p(101)<9'] } };
      export default function () {}`,
    exitCode: 104,
  },
  {
    id: '6.1',
    fact: 'a metric name has 2 to 129 letters, digits and underscores',
    script: `import { Counter } from 'k6/metrics'; new Counter('a b'); export default function () {}`,
    exitCode: 107,
    printed: ['a b'],
  },
  {
    id: '6.2',
    fact: 'add gives true, and false with a warning for what is no number',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export default function () { console.log('said ' + c.add(1) + ' ' + c.add(NaN) + ' ' + c.add(null) + ' ' + c.add(true)); }`,
    exitCode: 0,
    printed: ['said true false false true'],
  },
  {
    id: '6.3',
    fact: 'a name of a check or group may not contain ::',
    script: `
      import { check } from 'k6';
      export default function () { check(1, { 'a::b': () => true }); console.log('said after'); }`,
    exitCode: 0,
    printed: ['::'],
    notPrinted: ['said after'],
  },
  {
    id: '7.1',
    fact: 'handleSummary that throws is logged, the default text is shown, the exit code stays',
    script: `
      export default function () {}
      export function handleSummary() { throw new Error('no report'); }`,
    exitCode: 0,
    printed: ['no report', 'iterations'],
  },
  {
    id: '7.2',
    fact: 'handleSummary gets metrics, root_group, options, state and setup_data',
    script: `
      export function setup() { return 5; }
      export default function () {}
      export function handleSummary(data) {
        return { stdout: 'said ' + Object.keys(data).sort().join() + ' ' + data.metrics.iterations.values.count };
      }`,
    exitCode: 0,
    printed: ['said metrics,options,root_group,setup_data,state 1'],
  },
  {
    id: '8.1',
    fact: 'open is for init only',
    script: `export default function () { open('./script.js'); console.log('said after'); }`,
    exitCode: 0,
    printed: ['open'],
    notPrinted: ['said after'],
  },
  {
    id: '8.2',
    fact: 'SharedArray is read-only',
    script: `
      import { SharedArray } from 'k6/data';
      const list = new SharedArray('list', () => [{ a: 1 }]);
      export default function () {
        try { list[0] = 2; } catch (error) { console.log('said ' + error.name + ' ' + list[0].a); }
      }`,
    exitCode: 0,
    printed: ['said TypeError 1'],
  },
  {
    id: '8.3',
    fact: 'exec.scenario is not to be had in setup',
    script: `
      import exec from 'k6/execution';
      export function setup() {
        try { return exec.scenario.name; } catch (error) { console.log('said refused'); }
      }
      export default function () {}`,
    exitCode: 0,
    printed: ['said refused'],
  },
];
