import type { ConformanceCase } from './case.ts';
import { HEAD, TELL_CLOSES } from './websocket-scripts.ts';

/** A socket that tells its errors and its end. */
const watched = (path: string, more = '') => `${HEAD}
  export default function () {
    const socket = new WebSocket(${path.startsWith('ws:') ? `'${path}'` : `at + '${path}'`});
    socket.onopen = () => socket.send('x');
    socket.onerror = (e) => console.log('said error ' + e.error + ' ' + socket.readyState);
    socket.onclose = (e) => console.log('said close ' + e.code + ' <' + e.reason + '> ' + socket.readyState);
    ${more}
  }`;

/** One constant VU for a second, then cut at once. */
const CUT = `export const options = {
  scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } },
  systemTags: ['status'],
};`;

/** Handlers that throw, at which path they are called, and the code that the server sees: 1006 is no close frame. */
const THROWING = [
  ['onopen', '/ws', 1006],
  ['onping', '/ws-ping', 1000],
  ['onpong', '/ws', 1000],
] as const;

/** Sections 2b and 2d: refusals, closes, and when an iteration ends. */
export const SECTION_2_ENDINGS: readonly ConformanceCase[] = [
  {
    id: 'K2.13',
    fact: 'a refusal with any HTTP status is bad handshake, then close without a code, readyState 3 in both',
    script: `${HEAD}
      export default function () {
        for (const status of [401, 403, 429, 503]) {
          const socket = new WebSocket(at + '/ws-refuse/' + status);
          socket.onerror = (e) => console.log('said ' + status + ' ' + e.error + ' ' + socket.readyState);
          socket.onclose = (e) => console.log('said ' + status + ' close ' + e.code + ' <' + e.reason + '> ' + socket.readyState);
        }
      }`,
    exitCode: 0,
    printed: [401, 403, 429, 503].flatMap((status) => [
      `said ${status} websocket: bad handshake 3`,
      `said ${status} close undefined <> 3`,
    ]),
  },
  {
    id: 'K2.13',
    fact: 'a 101 whose accept key is wrong is a bad handshake too',
    script: watched('/ws-bad-accept'),
    exitCode: 0,
    printed: ['said error websocket: bad handshake 3', 'said close undefined <> 3'],
  },
  {
    id: 'K2.14',
    fact: 'a dial where nobody listens has Go’s error, then a close without a code',
    script: watched('ws://127.0.0.1:1/'),
    exitCode: 0,
    printed: ['said error dial tcp 127.0.0.1:1: connect: connection refused 3', 'said close undefined <> 3'],
  },
  {
    id: 'K2.14',
    fact: 'a peer that hangs up before it answers is EOF',
    script: watched('/ws-hang-up'),
    exitCode: 0,
    printed: ['said error', 'EOF', 'said close undefined <> 3'],
  },
  {
    id: 'K2.15',
    fact: 'a failure without an error listener is silent and the iteration complete',
    script: `${HEAD} export default function () { new WebSocket(at + '/ws-refuse/503'); }`,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
    notPrinted: ['bad handshake'],
  },
  {
    id: 'K2.16',
    fact: 'an error handler that throws keeps close handlers from running and ends the iteration',
    script: watched('/ws-refuse/503', `socket.addEventListener('error', () => { throw new Error('mine'); });`),
    exitCode: 0,
    printed: ['mine', '1 complete and 0 interrupted'],
    notPrinted: ['said close'],
  },
  {
    id: 'K2.17',
    fact: 'a refused VU without a backoff tries again in a tight loop',
    script: `${HEAD}
      export const options = { vus: 1, duration: '1s', thresholds: { 'ws_sessions{status:503}': ['count>10'] } };
      export default function () { new WebSocket(at + '/ws-refuse/503'); }`,
    exitCode: 0,
  },
  ...[1000, 1001].map(
    (code): ConformanceCase => ({
      id: 'K2.18',
      fact: `a close by the peer with ${code} is only a close`,
      script: watched(`/ws-close/${code}`),
      exitCode: 0,
      printed: [`said close ${code} <as asked> 3`],
      notPrinted: ['said error'],
    }),
  ),
  {
    id: 'K2.18',
    fact: 'a close by the peer with 1011 is an error and a close',
    script: watched('/ws-close/1011'),
    exitCode: 0,
    printed: ['said error websocket: close 1011 (internal server error): as asked', 'said close 1011 <as asked> 3'],
  },
  {
    id: 'K2.18',
    fact: 'a close by the peer with a private code is an error and a close',
    script: watched('/ws-close/4003'),
    exitCode: 0,
    printed: ['said error websocket: close 4003: as asked', 'said close 4003 <as asked> 3'],
  },
  {
    id: 'K2.18',
    fact: 'a close by the peer without a code is 1005',
    script: watched('/ws-close/0'),
    exitCode: 0,
    printed: ['said error websocket: close 1005 (no status)', 'said close 1005 <> 3'],
  },
  {
    id: 'K2.18',
    fact: 'the end of the TCP stream is 1006, unexpected EOF',
    script: watched('/ws-eof'),
    exitCode: 0,
    printed: [
      'said error websocket: close 1006 (abnormal closure): unexpected EOF',
      'said close 1006 <unexpected EOF> 3',
    ],
  },
  {
    id: 'K2.18',
    fact: 'a TCP reset is a close without a code and no error',
    script: watched('/ws-reset'),
    exitCode: 0,
    printed: ['said close undefined <> 3'],
    notPrinted: ['said error'],
  },
  {
    id: 'K2.25',
    fact: 'an iteration lasts until its sockets and timers are done',
    script: `${HEAD}
      export const options = { thresholds: { iteration_duration: ['min>=290'] } };
      export default function () {
        const socket = new WebSocket(at + '/ws');
        socket.onopen = () => setTimeout(() => socket.close(), 100);
        socket.onclose = () => setTimeout(() => console.log('said last'), 200);
        console.log('said returned');
      }`,
    exitCode: 0,
    printed: ['said returned', 'said last', '1 complete and 0 interrupted'],
  },
  {
    id: 'K2.26',
    fact: 'an exception in a message handler closes the VU’s other sockets with 1000 and drops its timers; the iteration counts',
    script: `${HEAD}
      export default function () {
        const other = new WebSocket(at + '/ws?by=' + __ENV.CASE);
        other.onopen = () => {
          const socket = new WebSocket(at + '/ws');
          socket.onopen = () => socket.send('x');
          socket.onmessage = () => { throw new Error('mine'); };
        };
        setTimeout(() => console.log('said timer'), 5000);
      }
      ${TELL_CLOSES(1)}`,
    exitCode: 0,
    printed: ['mine', 'said closed with [1000]', '1 complete and 0 interrupted'],
    notPrinted: ['said timer'],
  },
  ...THROWING.map(
    ([handler, path, code]): ConformanceCase => ({
      id: 'K2.26',
      fact: `an exception in ${handler} ends its own socket with ${code === 1006 ? 'no close frame' : code}; the iteration counts`,
      script: `${HEAD}
        export default function () {
          const socket = new WebSocket(at + '${path}?by=' + __ENV.CASE);
          socket.onopen = () => socket.ping();
          socket.${handler} = () => { throw new Error('mine'); };
          socket.onclose = () => console.log('said a handler ran');
        }
        ${TELL_CLOSES(1)}`,
      exitCode: 0,
      printed: ['mine', `said closed with [${code}]`, '1 complete and 0 interrupted'],
      notPrinted: ['said a handler ran'],
    }),
  ),
  {
    id: 'K2.26',
    fact: 'an exception in a timer closes all sockets with 1000 and drops the other timers; the iteration counts',
    script: `${HEAD}
      export default function () {
        let open = 0;
        const fail = () => { throw new Error('mine'); };
        for (let n = 0; n < 2; n += 1) {
          const socket = new WebSocket(at + '/ws?by=' + __ENV.CASE);
          socket.onopen = () => { open += 1; if (open === 2) setTimeout(fail, 1); };
          socket.onclose = () => console.log('said a handler ran');
        }
        setTimeout(() => console.log('said timer'), 5000);
      }
      ${TELL_CLOSES(2)}`,
    exitCode: 0,
    printed: ['mine', 'said closed with [1000,1000]', '1 complete and 0 interrupted'],
    notPrinted: ['said timer', 'said a handler ran'],
  },
  {
    id: 'K2.27',
    fact: 'an interrupt closes each socket with 1000, runs no handler and names each timer it stopped',
    script: `${HEAD}
      ${CUT}
      export default function () {
        for (let i = 0; i < 2; i += 1) {
          const socket = new WebSocket(at + '/ws?by=' + __ENV.CASE);
          socket.onclose = () => console.log('said a handler ran');
        }
        setTimeout(() => console.log('said timer'), 5000);
        setInterval(() => {}, 5000);
      }
      ${TELL_CLOSES(2)}`,
    exitCode: 0,
    printed: [
      'said closed with [1000,1000]',
      'setTimeout 1 was stopped because the VU iteration was interrupted',
      'setInterval 2 was stopped because the VU iteration was interrupted',
      '0 complete and 1 interrupted',
    ],
    notPrinted: ['said a handler ran', 'said timer'],
  },
];
