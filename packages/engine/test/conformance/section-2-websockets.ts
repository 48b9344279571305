import type { ConformanceCase } from './case.ts';
import { HEAD, opened } from './websocket-scripts.ts';

const thrown = (code: string) => `${HEAD}
  export default function () { try { ${code}; console.log('said nothing'); } catch (error) { console.log('said ' + error); } }`;

const refusedUrls: readonly (readonly [string, string])[] = [
  ['no url', ''],
  ['a url that is none', `'::'`],
  ['another scheme than ws and wss', `'http://127.0.0.1:1/'`],
  ['a fragment', `'ws://127.0.0.1:1/#here'`],
];

/** Section 2a: the class WebSocket. */
export const SECTION_2_WEBSOCKETS: readonly ConformanceCase[] = [
  {
    id: 'K2.1',
    fact: 'WebSocket and Blob are exported by name',
    script: `import * as all from 'k6/websockets';
      export default function () { console.log('said ' + Object.keys(all).filter((name) => name !== 'default').sort()); }`,
    exitCode: 0,
    printed: ['said Blob,WebSocket'],
  },
  {
    id: 'K2.1',
    fact: 'an unknown key in the options throws',
    script: thrown(`new WebSocket(at + '/ws', null, { timeout: 5 })`),
    exitCode: 0,
    printed: ['said', "unknown WebSocket's option"],
  },
  {
    id: 'K2.1',
    fact: 'a compression other than deflate throws',
    script: thrown(`new WebSocket(at + '/ws', null, { compression: 'gzip' })`),
    exitCode: 0,
    printed: ['said', 'gzip'],
    notPrinted: ['said nothing'],
  },
  {
    id: 'K2.1',
    fact: 'headers are sent as text, Origin and Host too, and User-Agent names k6',
    script: opened(
      `socket.onmessage = (e) => {
        const { 'user-agent': agent, origin, host, 'x-count': count } = JSON.parse(e.data);
        console.log('said ' + agent.split('/')[0] + ' ' + origin + ' ' + host + ' ' + count);
        socket.close();
      };`,
      '/ws-headers',
      `, null, { headers: { Origin: 'https://shop.example', Host: 'chat.example', 'X-Count': 3 } }`,
    ),
    exitCode: 0,
    printed: ['said Grafana k6 https://shop.example chat.example 3'],
  },
  ...['Upgrade', 'Connection', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Sec-WebSocket-Extensions'].map(
    (name): ConformanceCase => ({
      id: 'K2.1',
      fact: `the header ${name} is the dialer's own: an error`,
      script: opened(
        `socket.onerror = (e) => console.log('said ' + e.error); socket.onopen = () => socket.close();`,
        '/ws',
        `, null, { headers: { '${name}': 'x' } }`,
      ),
      exitCode: 0,
      printed: ['said websocket: duplicate header not allowed'],
    }),
  ),
  {
    id: 'K2.1',
    fact: 'a URL with a user is malformed',
    script: `${HEAD}
      export default function () {
        try {
          const socket = new WebSocket(at.replace('//', '//ann:secret@') + '/ws');
          socket.onerror = (e) => console.log('said ' + e.error);
          socket.onopen = () => { console.log('said opened'); socket.close(); };
        } catch (error) { console.log('said ' + error); }
      }`,
    exitCode: 0,
    printed: ['malformed ws or wss URL'],
    notPrinted: ['said opened'],
  },
  {
    id: 'K2.2',
    fact: 'protocols are sent, and protocol and extensions are set',
    script: opened(
      `socket.onopen = () => { console.log('said ' + socket.protocol + ' <' + socket.extensions + '>'); socket.close(); };`,
      '/ws',
      `, ['chat', 'superchat']`,
    ),
    exitCode: 0,
    printed: ['said chat <>'],
  },
  ...refusedUrls.map(
    ([what, url]): ConformanceCase => ({
      id: 'K2.3',
      fact: `the constructor throws for ${what}`,
      script: thrown(`new WebSocket(${url})`),
      exitCode: 0,
      printed: ['said '],
      notPrinted: ['said nothing'],
    }),
  ),
  {
    id: 'K2.3',
    fact: 'a WebSocket cannot be made in init',
    script: `${HEAD} new WebSocket(at + '/ws'); export default function () { console.log('said ran'); }`,
    exitCode: 107,
    printed: ['init'],
    notPrinted: ['said ran'],
  },
  {
    id: 'K2.4',
    fact: 'url, readyState by number, bufferedAmount, binaryType; nothing is removed or dispatched',
    script: opened(`
      const shown = () => console.log('said ' + [socket.url === at + '/ws', socket.readyState, socket.bufferedAmount, socket.binaryType]);
      shown();
      console.log('said ' + [typeof socket.removeEventListener, typeof socket.dispatchEvent, typeof socket.addEventListener]);
      try { socket.binaryType = 'text'; console.log('said taken'); } catch (error) { socket.binaryType = 'arraybuffer'; }
      socket.onopen = () => { shown(); socket.close(); console.log('said closing ' + socket.readyState); };
      socket.onclose = shown;`),
    exitCode: 0,
    printed: [
      'said true,0,0,blob',
      'said undefined,undefined,function',
      'said true,1,0,arraybuffer',
      'said closing 2',
      'said true,3,0,arraybuffer',
    ],
    notPrinted: ['said taken'],
  },
  {
    id: 'K2.4',
    fact: 'bufferedAmount is what is not yet written',
    script: opened(
      `socket.onopen = () => { socket.send('x'.repeat(8 * 1024 * 1024)); console.log('said buffered ' + (socket.bufferedAmount > 0)); };
       socket.onclose = () => console.log('said left ' + socket.bufferedAmount);`,
      '/ws-close/1000',
    ),
    exitCode: 0,
    printed: ['said buffered true', 'said left 0'],
  },
  {
    id: 'K2.5',
    fact: 'the on-handler runs first, then listeners in their order',
    script: opened(`
      const order = [];
      socket.addEventListener('message', () => order.push('first'));
      socket.addEventListener('message', () => { order.push('second'); socket.close(); });
      socket.onmessage = () => order.push('on');
      socket.onopen = () => socket.send('hi');
      socket.onclose = () => console.log('said order ' + order);`),
    exitCode: 0,
    printed: ['said order on,first,second'],
  },
  {
    id: 'K2.5',
    fact: 'an unknown event name is only a warning',
    script: opened(`
      socket.addEventListener('opened', () => console.log('said never'));
      socket.onopen = () => { console.log('said open'); socket.close(); };`),
    exitCode: 0,
    printed: ['opened', 'said open'],
    notPrinted: ['said never'],
  },
  {
    id: 'K2.6',
    fact: 'events have type, target and timestamp; a message data and origin, a close code and reason, never wasClean',
    script: opened(`
      socket.onopen = (e) => { console.log('said ' + [e.type, e.target === socket, typeof e.timestamp, typeof e.timeStamp]); socket.send('hi'); };
      socket.onmessage = (e) => { console.log('said ' + [e.type, e.data, e.origin === socket.url]); socket.close(3001, 'done'); };
      socket.onclose = (e) => console.log('said ' + [e.type, e.code, e.reason, typeof e.wasClean]);`),
    exitCode: 0,
    printed: ['said open,true,number,undefined', 'said message,hi,true', 'said close,3001,done,undefined'],
  },
  {
    id: 'K2.6',
    fact: 'the error of an error event is text',
    script: opened(`socket.onerror = (e) => console.log('said ' + e.type + ' ' + typeof e.error);`, '/ws-refuse/503'),
    exitCode: 0,
    printed: ['said error string'],
  },
  {
    id: 'K2.7',
    fact: 'text is sent as text; ArrayBuffer, a view and Blob as binary, in order; anything else throws',
    script: opened(`
      socket.binaryType = 'arraybuffer';
      const got = [];
      socket.onopen = () => {
        socket.send('text');
        socket.send(new Uint8Array([1]).buffer);
        socket.send(new Uint8Array([0, 2]).subarray(1));
        socket.send(new Blob(['ab']));
        try { socket.send(5); } catch (error) { console.log('said refused'); }
      };
      socket.onmessage = (e) => {
        got.push(typeof e.data === 'string' ? e.data : [...new Uint8Array(e.data)].join('+'));
        if (got.length === 4) { console.log('said ' + got); socket.close(); }
      };`),
    exitCode: 0,
    printed: ['said refused', 'said text,1,2,97+98'],
  },
  {
    id: 'K2.7',
    fact: 'send and ping of a socket that is not open throw InvalidStateError',
    script: opened(`
      for (const early of [() => socket.send('x'), () => socket.ping()]) try { early(); } catch (error) { console.log('said early ' + error); }
      socket.onopen = () => socket.close();
      socket.onclose = () => { try { socket.send('x'); } catch (error) { console.log('said late ' + error); } };`),
    exitCode: 0,
    printed: ['said late'],
    times: { InvalidStateError: 3 },
  },
  {
    id: 'K2.8',
    fact: 'close takes 1000 and 3000 to 4999 and a reason of 123 bytes; once closing it does nothing',
    script: opened(`
      socket.onopen = () => {
        for (const code of [999, 1001, 2999, 5000]) try { socket.close(code); } catch (error) { console.log('said ' + code + ' ' + error); }
        try { socket.close(3000, 'é'.repeat(62)); } catch (error) { console.log('said too long'); }
        socket.close(3999, 'done');
        socket.close(4000, 'again');
      };
      socket.onclose = (e) => { console.log('said closed ' + e.code + e.reason); socket.close(); };`),
    exitCode: 0,
    printed: ['said too long', 'said closed 3999done'],
    times: { InvalidAccessError: 4 },
  },
  {
    id: 'K2.8',
    fact: 'the close code is 1000 when none is given',
    script: opened(`
      socket.onopen = () => socket.close();
      socket.onclose = (e) => console.log('said closed ' + e.code);`),
    exitCode: 0,
    printed: ['said closed 1000'],
  },
  {
    id: 'K2.11',
    fact: 'a ping that is answered fires pong and measures ws_ping',
    script: `${opened(`
      socket.onopen = () => socket.ping();
      socket.onpong = () => { console.log('said pong'); socket.close(); };`)}
      export const options = { summaryTrendStats: ['count'] };
      export function handleSummary(data) { return { stdout: 'said measured ' + data.metrics.ws_ping.values.count }; }`,
    exitCode: 0,
    printed: ['said pong', 'said measured 1'],
  },
  {
    id: 'K2.11',
    fact: 'a ping of the server fires ping, without its payload',
    script: opened(
      `socket.onping = (e) => { console.log('said ' + e.type + ' ' + typeof e.data); socket.close(); };`,
      '/ws-ping',
    ),
    exitCode: 0,
    printed: ['said ping undefined'],
  },
  {
    id: 'K2.11',
    fact: 'a pong that nobody asked for is a warning and measures nothing',
    script: `${opened(`socket.onopen = () => setTimeout(() => socket.close(), 50);`, '/ws-pong')}
      export function handleSummary(data) { return { stdout: 'said ' + typeof data.metrics.ws_ping }; }`,
    exitCode: 0,
    printed: ['pong', 'said undefined'],
  },
  {
    id: 'K2.12',
    fact: 'a redirect is not followed',
    script: opened(
      `socket.onopen = () => { console.log('said opened'); socket.close(); };
       socket.onerror = (e) => console.log('said ' + e.error);`,
      '/ws-redirect',
    ),
    exitCode: 0,
    printed: ['said websocket: bad handshake'],
    notPrinted: ['said opened'],
  },
];
