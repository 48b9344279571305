import type { Case } from './case.ts';

const HEAD = `
  import { WebSocket } from 'k6/websockets';
  const at = __ENV.BASE.replace('http', 'ws');`;

const LEGACY = `
  import ws from 'k6/ws';
  const at = __ENV.BASE.replace('http', 'ws');`;

/** Section 2: both websocket modules, against the acceptance server. */
export const SECTION_2: readonly Case[] = [
  {
    id: '2.1',
    fact: 'an unknown key in the options of a WebSocket throws',
    script: `${HEAD}
      export default function () {
        try { new WebSocket(at + '/ws', null, { timeout: 5 }); } catch (error) { console.log('said ' + error); }
      }`,
    exitCode: 0,
    printed: ['said', "unknown WebSocket's option"],
  },
  {
    id: '2.2',
    fact: 'a WebSocket cannot be made in init',
    script: `${HEAD} new WebSocket(at + '/ws'); export default function () {}`,
    exitCode: 107,
  },
  {
    id: '2.3',
    fact: 'on* handler first, then listeners in order; the event has type, data, origin and timestamp',
    script: `${HEAD}
      export default function () {
        const socket = new WebSocket(at + '/ws');
        const order = [];
        socket.addEventListener('message', () => order.push('first'));
        socket.addEventListener('message', () => socket.close());
        socket.onmessage = (e) => {
          order.push('on');
          console.log('said ' + e.type + ' ' + e.data + ' ' + (e.origin === socket.url) + ' ' + typeof e.timestamp);
        };
        socket.onopen = () => socket.send('hi');
        socket.onclose = () => console.log('said order ' + order);
      }`,
    exitCode: 0,
    printed: ['said message hi true number', 'said order on,first'],
  },
  {
    id: '2.4',
    fact: 'refused with any HTTP status: bad handshake, then close without a code, readyState 3 in both',
    script: `${HEAD}
      export default function () {
        for (const status of [401, 429, 503]) {
          const socket = new WebSocket(at + '/ws-refuse/' + status);
          socket.onerror = (e) => console.log('said ' + status + ' ' + e.error + ' ' + socket.readyState);
          socket.onclose = (e) => console.log('said ' + status + ' close ' + e.code + ' ' + socket.readyState);
        }
      }`,
    exitCode: 0,
    printed: [401, 429, 503].flatMap((status) => [
      `said ${status} websocket: bad handshake 3`,
      `said ${status} close undefined 3`,
    ]),
  },
  {
    id: '2.5',
    fact: 'a failure without an error listener is silent and the iteration complete',
    script: `${HEAD} export default function () { new WebSocket(at + '/ws-refuse/503'); }`,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
    notPrinted: ['bad handshake'],
  },
  {
    id: '2.6',
    fact: 'a close by the peer with 1000 is only a close, with 1011 an error and a close',
    script: `${HEAD}
      export default function () {
        for (const code of [1000, 1011]) {
          const socket = new WebSocket(at + '/ws-close/' + code);
          socket.onopen = () => socket.send('close');
          socket.onerror = (e) => console.log('said error ' + e.error);
          socket.onclose = (e) => console.log('said close ' + e.code + ' ' + e.reason);
        }
      }`,
    exitCode: 0,
    printed: [
      'said close 1000 as asked',
      'said error websocket: close 1011 (internal server error): as asked',
      'said close 1011 as asked',
    ],
    notPrinted: ['said error websocket: close 1000'],
  },
  {
    id: '2.7',
    fact: 'close takes 1000 and 3000 to 4999 only, and send before open throws InvalidStateError',
    script: `${HEAD}
      export default function () {
        const socket = new WebSocket(at + '/ws');
        try { socket.send('early'); } catch (error) { console.log('said ' + error); }
        socket.onopen = () => {
          try { socket.close(1001); } catch (error) { console.log('said ' + error); }
          socket.close(3999, 'done');
        };
        socket.onclose = (e) => console.log('said closed ' + e.code);
      }`,
    exitCode: 0,
    printed: ['InvalidStateError', 'InvalidAccessError', 'said closed 3999'],
  },
  {
    id: '2.8',
    fact: 'ws_sessions carries the status of the answer, and none when nobody answered',
    script: `${HEAD}
      export const options = {
        thresholds: {
          ws_sessions: ['count==3'],
          'ws_sessions{status:101}': ['count==1'],
          'ws_sessions{status:503}': ['count==1'],
        },
      };
      export default function () {
        const socket = new WebSocket(at + '/ws');
        socket.onopen = () => socket.close();
        new WebSocket(at + '/ws-refuse/503');
        new WebSocket('ws://127.0.0.1:1/');
      }`,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
  },
  {
    id: '2.9',
    fact: 'a name tag stands for the url too',
    script: `${HEAD}
      export const options = { thresholds: { 'ws_sessions{url:chat,name:chat}': ['count==1'] } };
      export default function () {
        const socket = new WebSocket(at + '/ws?token=1', null, { tags: { name: 'chat' } });
        socket.onopen = () => socket.close();
      }`,
    exitCode: 0,
    printed: ['1 complete and 0 interrupted'],
  },
  {
    id: '2.10',
    fact: 'k6/ws returns the status and body of a refusal and runs no callback',
    script: `${LEGACY}
      export default function () {
        const answer = ws.connect(at + '/ws-refuse/429', () => console.log('said called'));
        console.log('said ' + answer.status + ' ' + answer.body);
      }`,
    exitCode: 0,
    printed: ['said 429 refused with 429'],
    notPrinted: ['said called'],
  },
  {
    id: '2.11',
    fact: 'k6/ws returns status 0 and the error text when nobody listens',
    script: `${LEGACY}
      export default function () {
        const answer = ws.connect('ws://127.0.0.1:1/', () => {});
        console.log('said ' + answer.status + ' ' + answer.error);
      }`,
    exitCode: 0,
    printed: ['said 0 ', 'connection refused'],
  },
  {
    id: '2.12',
    fact: 'connect of k6/ws blocks until the socket is closed',
    script: `${LEGACY}
      export default function () {
        const answer = ws.connect(at + '/ws', (socket) => {
          socket.on('open', () => socket.setTimeout(() => { console.log('said closing'); socket.close(); }, 50));
        });
        console.log('said returned ' + answer.status);
      }`,
    exitCode: 0,
    printed: ['said closing', 'said returned 101'],
  },
];
