import type { ConformanceCase } from './case.ts';
import { HEAD } from './websocket-scripts.ts';

const SAY = (expression: string) => `
  export function handleSummary({ metrics }) {
    const count = (name) => metrics[name]?.values.count;
    return { stdout: 'said ' + [${expression}].map((value) => typeof value === 'undefined' ? 'none' : value) };
  }`;

/** One session of two messages that is closed by the script, one refusal, one address that nobody listens on. */
const THREE_ATTEMPTS = `${HEAD}
  export default function () {
    const socket = new WebSocket(at + '/ws');
    let left = 2;
    socket.onopen = () => { socket.ping(); socket.send('a'); socket.send('b'); };
    socket.onmessage = () => { left -= 1; if (left === 0) socket.close(); };
    new WebSocket(at + '/ws-refuse/503');
    new WebSocket('ws://127.0.0.1:1/');
  }`;

/** Section 2c: the metrics of k6/websockets. */
export const SECTION_2_METRICS: readonly ConformanceCase[] = [
  {
    id: 'K2.19',
    fact: 'each attempt is one ws_sessions and one ws_connecting, whatever came of it',
    script: `${THREE_ATTEMPTS}
      export const options = { summaryTrendStats: ['count'] };
      ${SAY(`count('ws_sessions'), count('ws_connecting')`)}`,
    exitCode: 0,
    printed: ['said 3,3'],
  },
  {
    id: 'K2.20',
    fact: 'only what opened has a ws_session_duration; sent frames include ping and close',
    script: `${THREE_ATTEMPTS}
      export const options = { summaryTrendStats: ['count'] };
      ${SAY(`count('ws_session_duration'), count('ws_msgs_sent'), count('ws_msgs_received')`)}`,
    exitCode: 0,
    printed: ['said 1,4,2'],
  },
  {
    id: 'K2.21',
    fact: 'data_sent and data_received count the bytes of an interrupted iteration too',
    script: `${HEAD}
      export const options = {
        scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } },
        thresholds: { data_sent: ['count>1000'], data_received: ['count>1000'] },
      };
      export default function () {
        const socket = new WebSocket(at + '/ws');
        socket.onopen = () => socket.send('x'.repeat(1000));
      }`,
    exitCode: 0,
    printed: ['0 complete and 1 interrupted'],
  },
  {
    id: 'K2.22',
    fact: 'url and name are equal, and a name tag stands for both',
    script: `${HEAD}
      export const options = {
        thresholds: {
          'ws_sessions{url:chat,name:chat,status:101,subproto:,scenario:default}': ['count==1'],
          'ws_sessions{proto:HTTP/1.1}': ['count==0'],
          'ws_sessions{method:GET}': ['count==0'],
        },
      };
      export default function () {
        const socket = new WebSocket(at + '/ws?token=1', null, { tags: { name: 'chat' } });
        socket.onopen = () => socket.close();
      }`,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
  },
  {
    id: 'K2.22',
    fact: 'without a name tag both hold the whole URL, its query too',
    script: `${HEAD}
      const url = at + '/ws?token=1';
      export const options = { thresholds: { ['ws_sessions{url:' + url + ',name:' + url + '}']: ['count==1'] } };
      export default function () { const socket = new WebSocket(url); socket.onopen = () => socket.close(); }`,
    exitCode: 0,
  },
  {
    id: 'K2.22',
    fact: 'when nobody answers there is no status and no error_code',
    script: `${HEAD}
      export const options = {
        thresholds: { 'ws_sessions{status:0}': ['count==0'], 'ws_sessions{error_code:1212}': ['count==0'], ws_sessions: ['count==1'] },
      };
      export default function () { new WebSocket('ws://127.0.0.1:1/'); }`,
    exitCode: 0,
  },
  {
    id: 'K2.23',
    fact: 'a socket that was cut leaves no ws_session_duration',
    script: `${HEAD}
      export const options = {
        scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } },
      };
      export default function () { new WebSocket(at + '/ws'); }
      ${SAY(`count('ws_sessions'), metrics.ws_session_duration`)}`,
    exitCode: 0,
    printed: ['said 1,none'],
  },
  {
    id: 'K2.23',
    fact: 'a handshake in flight when test.abort is called leaves no ws_sessions',
    script: `${HEAD}
      import exec from 'k6/execution';
      export default function () {
        new WebSocket(at + '/ws-silent');
        setTimeout(() => exec.test.abort('enough'), 100);
      }
      ${SAY('metrics.ws_sessions, metrics.ws_connecting')}`,
    exitCode: 108,
    printed: ['said none,none'],
  },
  {
    id: 'K2.23',
    fact: 'a handshake in flight that abortOnFail cuts leaves no ws_sessions',
    script: `${HEAD}
      import { Rate } from 'k6/metrics';
      const fine = new Rate('fine');
      export const options = { thresholds: { fine: [{ threshold: 'rate>0.5', abortOnFail: true }] } };
      export default function () {
        fine.add(false);
        new WebSocket(at + '/ws-silent');
      }
      ${SAY('metrics.ws_sessions, metrics.ws_connecting')}`,
    exitCode: 99,
    printed: ['said none,none'],
  },
  {
    id: 'K2.24',
    fact: 'ws_sessions{status:503} counts the refusals with 503 exactly',
    script: `${HEAD}
      export const options = {
        thresholds: { 'ws_sessions{status:503}': ['count==2'], 'ws_sessions{status:429}': ['count==1'] },
      };
      export default function () { for (const status of [503, 429, 503]) new WebSocket(at + '/ws-refuse/' + status); }`,
    exitCode: 0,
  },
  {
    id: 'K2.24',
    fact: 'a threshold of none on ws_sessions{status:503} fails the run at the first refusal',
    script: `${HEAD}
      export const options = { thresholds: { 'ws_sessions{status:503}': ['count<1'] } };
      export default function () { new WebSocket(at + '/ws-refuse/503'); }`,
    exitCode: 99,
    printed: ['ws_sessions{status:503}'],
  },
];
