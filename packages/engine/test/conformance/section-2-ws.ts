import { type ConformanceCase, WORKER } from './case.ts';
import { TELL_CLOSES } from './websocket-scripts.ts';

const LEGACY = `
  import ws from 'k6/ws';
  const at = __ENV.BASE.replace('http', 'ws');`;

const connect = (path: string, handlers: string, after: string) => `${LEGACY}
  export default async function () {
    const answer = await ws.connect(at + '${path}', null, (socket) => { ${handlers} });
    ${after}
  }`;

const COUNT = `
  export const options = { summaryTrendStats: ['count'] };
  export function handleSummary({ metrics }) {
    const count = (name) => metrics[name]?.values.count;
    return { stdout: 'said counts ' + [count('ws_sessions'), count('ws_connecting'), count('ws_session_duration')] };
  }`;

/** Section 2e: k6/ws. */
export const SECTION_2_WS: readonly ConformanceCase[] = [
  {
    id: 'K2.28',
    fact: 'connect blocks until the socket is closed',
    script: connect(
      '/ws',
      `socket.on('open', () => socket.setTimeout(() => { console.log('said closing'); socket.close(); }, 50));`,
      `console.log('said returned ' + answer.status);`,
    ),
    exitCode: 0,
    printed: ['said closing', 'said returned 101'],
  },
  {
    id: 'K2.28',
    fact: 'a timer of the socket needs a delay above 0',
    script: connect(
      '/ws',
      `for (const kind of ['setTimeout', 'setInterval']) try { socket[kind](() => {}, 0); } catch (error) { console.log('said refused ' + kind); }
       socket.on('open', () => socket.close());`,
      '',
    ),
    exitCode: 0,
    printed: ['said refused setTimeout', 'said refused setInterval'],
  },
  {
    id: 'K2.28',
    fact: 'a promise and a global timer of a handler make no progress before connect returns',
    script: connect(
      '/ws',
      `socket.on('open', () => {
        Promise.resolve().then(() => console.log('said promise after ' + done));
        setTimeout(() => console.log('said timer after ' + done), 1);
        socket.setTimeout(() => socket.close(), 50);
      });
      let done = 'nothing';
      socket.on('close', () => { done = 'close'; });`,
      '',
    )
      .replace('export default async', 'export default')
      .replace('await ', ''),
    lanes: WORKER,
    exitCode: 0,
    printed: ['said promise after close', 'said timer after close'],
  },
  {
    id: 'K2.28',
    fact: 'a WebSocket and a request of a handler make no progress before connect returns',
    script: `${LEGACY}
      import http from 'k6/http';
      import { WebSocket } from 'k6/websockets';
      export default function () {
        let done = 'nothing';
        ws.connect(at + '/ws', null, (socket) => {
          socket.on('open', () => {
            const other = new WebSocket(at + '/ws');
            other.onopen = () => { console.log('said open after ' + done); other.close(); };
            http.asyncRequest('GET', __ENV.BASE + '/json').then(() => console.log('said answer after ' + done));
            socket.setTimeout(() => socket.close(), 80);
          });
          socket.on('close', () => { done = 'close'; });
        });
      }`,
    lanes: WORKER,
    exitCode: 0,
    printed: ['said open after close', 'said answer after close'],
  },
  {
    id: 'K2.28',
    fact: 'a VU has one session at a time: a second connect waits for the first to end',
    script: `${LEGACY}
      export default async function () {
        const order = [];
        for (const n of [1, 2]) {
          await ws.connect(at + '/ws', null, (socket) => {
            socket.on('open', () => { order.push('open ' + n); socket.setTimeout(() => socket.close(), 30); });
          });
          order.push('over ' + n);
        }
        console.log('said ' + order);
      }`,
    exitCode: 0,
    printed: ['said open 1,over 1,open 2,over 2'],
  },
  {
    id: 'K2.29',
    fact: 'a refusal is returned with its status, headers and body, and no callback runs',
    script: connect(
      '/ws-refuse/429',
      `console.log('said called');`,
      `console.log('said ' + [answer.status, answer.body, answer.headers['Retry-After'], answer.url, answer.error]);`,
    ),
    exitCode: 0,
    printed: ['said 429,refused with 429,7,,'],
    notPrinted: ['said called'],
  },
  {
    id: 'K2.29',
    fact: 'a dial where nobody listens returns status 0 and the error text',
    script: `${LEGACY}
      export default async function () {
        const answer = await ws.connect('ws://127.0.0.1:1/', null, () => {});
        console.log('said ' + [answer.status, answer.url, answer.body, answer.headers, answer.error]);
      }`,
    exitCode: 0,
    printed: ['said 0,,,,dial tcp 127.0.0.1:1: connect: connection refused'],
  },
  {
    id: 'K2.29',
    fact: 'a refusal and a failed dial are exceptions with options.throw',
    script: `${LEGACY}
      export const options = { throw: true };
      export default async function () {
        for (const url of [at + '/ws-refuse/503', 'ws://127.0.0.1:1/']) {
          try { await ws.connect(url, null, () => {}); console.log('said nothing'); } catch (error) { console.log('said ' + error); }
        }
      }`,
    exitCode: 0,
    printed: ['bad handshake', 'connection refused'],
    notPrinted: ['said nothing'],
  },
  {
    id: 'K2.29',
    fact: 'a refusal has ws_sessions, ws_connecting and ws_session_duration',
    script: `${connect('/ws-refuse/503', '', '')} ${COUNT}`,
    exitCode: 0,
    printed: ['said counts 1,1,1'],
  },
  {
    id: 'K2.29',
    fact: 'connect sets the tags url, status and subproto, and no name',
    script: `${LEGACY}
      const url = at + '/ws-refuse/503';
      export const options = {
        thresholds: { ['ws_sessions{status:503,subproto:,url:' + url + '}']: ['count==1'], ['ws_sessions{name:' + url + '}']: ['count==0'] },
      };
      export default async function () { await ws.connect(url, null, () => {}); }`,
    exitCode: 0,
  },
  {
    id: 'K2.30',
    fact: 'on success connect returns 101, the url and the headers after the close; close is 1001 by default',
    script: connect(
      '/ws',
      `socket.on('open', () => socket.send('hi'));
       socket.on('message', (text) => { console.log('said ' + text); socket.close(); });
       socket.on('close', (code) => console.log('said close ' + code));`,
      `console.log('said ' + [answer.status, answer.url === at + '/ws', answer.body === '', answer.headers.Upgrade]);`,
    ),
    exitCode: 0,
    printed: ['said hi', 'said close 1001', 'said 101,true,true,websocket'],
  },
  {
    id: 'K2.30',
    fact: 'binaryMessage, ping, pong and error have their events',
    script: `${LEGACY}
      export default async function () {
        await ws.connect(at + '/ws-ping', null, (socket) => {
          socket.on('ping', () => { console.log('said ping'); socket.ping(); });
          socket.on('pong', () => { console.log('said pong'); socket.close(); });
        });
        await ws.connect(at + '/ws', null, (socket) => {
          socket.on('open', () => socket.sendBinary(new Uint8Array([1, 2]).buffer));
          socket.on('binaryMessage', (bytes) => { console.log('said bytes ' + [...new Uint8Array(bytes)]); socket.close(); });
        });
        await ws.connect(at + '/ws-close/1011', null, (socket) => {
          socket.on('open', () => socket.send('x'));
          socket.on('error', (e) => console.log('said ' + e.error()));
        });
      }`,
    exitCode: 0,
    printed: ['said ping', 'said pong', 'said bytes 1,2', 'said websocket: close 1011'],
  },
  {
    id: 'K2.30',
    fact: 'an interrupt sends 1001 and waits for nobody',
    script: `${LEGACY}
      export const options = {
        scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } },
      };
      export default async function () { await ws.connect(at + '/ws?by=' + __ENV.CASE, null, () => {}); }
      ${TELL_CLOSES(1)}`,
    exitCode: 0,
    printed: ['said closed with [1001]', '0 complete and 1 interrupted'],
  },
  {
    id: 'K2.32',
    fact: 'a script can tell 503 from 429, attempt by attempt',
    script: `${LEGACY}
      export default async function () {
        const found = [];
        for (const status of [503, 429, 503]) found.push((await ws.connect(at + '/ws-refuse/' + status, null, () => {})).status);
        console.log('said ' + found);
      }`,
    exitCode: 0,
    printed: ['said 503,429,503'],
  },
];
