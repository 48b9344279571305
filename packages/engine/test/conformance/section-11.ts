import { type ConformanceCase, ONE_LANE, TWO_LANES } from './case.ts';
import { HEAD } from './websocket-scripts.ts';

const REFUSED = (name: string, body: string) => `
  import exec from 'k6/execution';
  ${body}
  export default function () { console.log('said ran'); }
  export function teardown() { console.log('said down'); }
  export function handleSummary() { return { stdout: 'said ${name}' }; }`;

/** Section 11: hazards that a script can run into without hanging k6. */
export const SECTION_11: readonly ConformanceCase[] = [
  {
    id: 'K11.3',
    fact: 'a VU that returns early at once starts another iteration; one that is late is cut',
    script: `
      import { sleep } from 'k6';
      export const options = {
        scenarios: {
          early: { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '1s', target: 1 }], gracefulRampDown: '0s', gracefulStop: '0s' },
          late: { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '500ms', target: 1 }, { duration: '500ms', target: 0 }], gracefulRampDown: '0s', gracefulStop: '0s', exec: 'late' },
        },
        thresholds: { 'iterations{scenario:early}': ['count>1'], 'iterations{scenario:late}': ['count==0'] },
      };
      export default async function () { await sleep(0.01); }
      export async function late() { await sleep(9); console.log('said not cut'); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    notPrinted: ['said not cut'],
  },
  {
    id: 'K11.4',
    fact: 'VU ids come from one pool for all scenarios; iterationInTest is 0 to N-1 in each',
    script: `
      import exec from 'k6/execution';
      const two = { executor: 'per-vu-iterations', vus: 2 };
      export const options = { scenarios: { a: two, b: two } };
      export default function () { console.log('said vu ' + exec.vu.idInTest + '.'); console.log('said ' + exec.scenario.name + exec.scenario.iterationInTest + '.'); }`,
    exitCode: 0,
    printed: ['said vu 1.', 'said vu 2.', 'said vu 3.', 'said vu 4.', 'said a0.', 'said a1.', 'said b0.', 'said b1.'],
  },
  {
    id: 'K11.4',
    fact: 'VU ids come from one pool for a scenario that sleeps and one that lives in timers',
    script: `
      import exec from 'k6/execution';
      import { sleep } from 'k6';
      const two = { executor: 'per-vu-iterations', vus: 2, iterations: 1 };
      export const options = { scenarios: { timed: { ...two, exec: 'timed' }, sleeping: { ...two, exec: 'sleeping' } } };
      const tell = () => console.log('said vu ' + exec.vu.idInTest + '. said ' + exec.scenario.name + exec.scenario.iterationInTest + '.');
      export function timed() { setTimeout(tell, 10); }
      export function sleeping() { sleep(0.01); tell(); }`,
    lanes: TWO_LANES,
    exitCode: 0,
    printed: [
      'said vu 1.',
      'said vu 2.',
      'said vu 3.',
      'said vu 4.',
      'said timed0.',
      'said timed1.',
      'said sleeping0.',
      'said sleeping1.',
    ],
  },
  {
    id: 'K11.5',
    fact: 'each VU finds the consolidated options on its exported options',
    script: `
      export const options = { iterations: 1 };
      export default function () { console.log('said ' + options.scenarios.default.executor); }`,
    exitCode: 0,
    printed: ['said shared-iterations'],
  },
  {
    id: 'K11.7',
    fact: 'VUs share no variable, and a Gauge keeps the last value, the minimum and the maximum only',
    script: `
      import { Gauge } from 'k6/metrics';
      const g = new Gauge('level');
      let mine = 0;
      export const options = { scenarios: { a: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } } };
      export default function () { mine += 1; console.log('said mine ' + mine + '.'); g.add(mine); }
      export function handleSummary({ metrics }) { return { stdout: 'said ' + Object.keys(metrics.level.values).sort() }; }`,
    exitCode: 0,
    printed: ['said max,min,value'],
    times: { 'said mine 1.': 2, 'said mine 2.': 2, 'said mine 3.': 0 },
  },
  {
    id: 'K11.8',
    fact: 'test.abort in init is 108, with its line and no stack',
    script: REFUSED('summed up', `exec.test.abort('no plan');`),
    exitCode: 108,
    printed: ['no plan'],
    notPrinted: ['said ran', 'said down', '    at '],
  },
  {
    id: 'K11.8',
    fact: 'test.abort in setup is 108, skips teardown, and handleSummary is still called',
    script: REFUSED('summed up', `export function setup() { exec.test.abort('no plan'); }`),
    exitCode: 108,
    printed: ['no plan', 'said summed up'],
    notPrinted: ['said ran', 'said down'],
  },
  {
    id: 'K11.8',
    fact: '--no-setup skips setup',
    script: REFUSED('summed up', `export function setup() { exec.test.abort('no plan'); }`),
    flags: ['--no-setup'],
    exitCode: 0,
    printed: ['said ran', 'said down', 'said summed up'],
  },
  {
    id: 'K11.9',
    fact: 'exec.test.options.executionSegment tells a share from the whole',
    script: `
      import exec from 'k6/execution';
      export default function () {}
      export function setup() { console.log('said segment ' + exec.test.options.executionSegment); }`,
    flags: ['--execution-segment', '0:1/2'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said segment 0:1/2'],
  },
  {
    id: 'K11.10',
    fact: 'what setup returns is in the setup_data of handleSummary',
    script: `
      export function setup() { return { token: 'from setup' }; }
      export default function () {}
      export function handleSummary(data) { return { stdout: 'said ' + data.setup_data.token }; }`,
    exitCode: 0,
    printed: ['said from setup'],
  },
  {
    id: 'K11.12',
    fact: 'samples pushed after the cut vanish',
    script: `${HEAD}
      import { Counter } from 'k6/metrics';
      const sent = new Counter('sent'), settled = new Counter('settled');
      export const options = {
        scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } },
        thresholds: { sent: ['count==1'], settled: ['count==0'] },
      };
      export default function () {
        const socket = new WebSocket(at + '/ws');
        sent.add(1);
        socket.onclose = () => settled.add(1);
        setTimeout(() => settled.add(1), 5000);
      }`,
    exitCode: 0,
  },
  {
    id: 'K11.13',
    fact: 'in k6/ws a TCP reset is close 1001 without an error',
    script: `
      import ws from 'k6/ws';
      const at = __ENV.BASE.replace('http', 'ws');
      export default async function () {
        await ws.connect(at + '/ws-reset', null, (socket) => {
          socket.on('open', () => socket.send('x'));
          socket.on('error', (e) => console.log('said error ' + e.error()));
          socket.on('close', (code) => console.log('said close ' + code));
        });
      }`,
    exitCode: 0,
    printed: ['said close 1001'],
    notPrinted: ['said error'],
  },
  {
    id: 'K11.13',
    fact: 'the url tag of k6/ws is always the raw URL',
    script: `
      import ws from 'k6/ws';
      const url = __ENV.BASE.replace('http', 'ws') + '/ws?token=1';
      export const options = { thresholds: { ['ws_sessions{name:chat,url:' + url + '}']: ['count==1'] } };
      export default async function () {
        await ws.connect(url, { tags: { name: 'chat' } }, (socket) => socket.on('open', () => socket.close()));
      }`,
    exitCode: 0,
  },
  {
    id: 'K11.14',
    fact: 'startTime is when the scenario’s executor started, the same for all its iterations',
    script: `
      import exec from 'k6/execution';
      import { sleep } from 'k6';
      const one = { executor: 'per-vu-iterations', vus: 1, iterations: 2 };
      export const options = { scenarios: { a: one, b: { ...one, startTime: '1s', exec: 'b' } } };
      let first;
      const same = () => { first = first ?? exec.scenario.startTime; return first === exec.scenario.startTime; };
      export function setup() { return Date.now(); }
      export default async function (before) { await sleep(0.02); console.log('said a ' + same() + ' ' + (first >= before)); }
      export async function b(before) { await sleep(0.02); console.log('said b ' + same() + ' ' + (first - before >= 999)); }`,
    exitCode: 0,
    times: { 'said a true true': 2, 'said b true true': 2 },
  },
  {
    id: 'K11.15',
    fact: 'a blocking call freezes every other callback of its VU',
    script: `
      import { sleep } from 'k6';
      import http from 'k6/http';
      import ws from 'k6/ws';
      export default async function () {
        const order = [];
        setTimeout(() => order.push('timer'), 1);
        await sleep(0.05);
        order.push('slept');
        await http.get(__ENV.BASE + '/delay/50');
        order.push('got');
        await ws.connect(__ENV.BASE.replace('http', 'ws') + '/ws', null, (socket) => socket.setTimeout(() => socket.close(), 50));
        order.push('closed');
        setTimeout(() => console.log('said ' + order), 1);
      }`,
    exitCode: 0,
    printed: ['said slept,got,closed,timer'],
  },
  {
    id: 'K11.16',
    fact: 'a placeholder threshold passes without samples and brings its submetric to handleSummary',
    script: `
      import { Rate } from 'k6/metrics';
      new Rate('rr');
      export const options = { thresholds: { 'rr{phase:hold}': ['rate>=0'] } };
      export default function () {}
      export function handleSummary({ metrics }) {
        const { passes, fails } = metrics['rr{phase:hold}'].values;
        return { stdout: 'said empty ' + (passes + fails === 0) };
      }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said empty true'],
  },
];
