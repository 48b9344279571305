import type { ConformanceCase } from './case.ts';
import { HEAD } from './websocket-scripts.ts';

/** Section 2a: what k6 2.3 changed in k6/websockets. */
export const SECTION_2_SINCE_2_3: readonly ConformanceCase[] = [
  {
    id: 'K2.35',
    fact: 'the states are constants of WebSocket and of each socket, and read-only',
    script: `${HEAD}
      const states = (owner) => ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].map((name) => owner[name]);
      export default function () {
        const socket = new WebSocket(at + '/ws');
        try { socket.OPEN = 7; } catch (error) { console.log('said read-only'); }
        console.log('said ' + states(WebSocket) + ' ' + states(socket) + ' ' + (socket.readyState === WebSocket.CONNECTING));
        socket.onopen = () => { console.log('said open ' + (socket.readyState === socket.OPEN)); socket.close(); };
      }`,
    exitCode: 0,
    printed: ['said 0,1,2,3 0,1,2,3 true', 'said open true'],
  },
  {
    id: 'K2.36',
    fact: 'close() while connecting ends the handshake, and the VU goes on',
    script: `${HEAD}
      export const options = { iterations: 2 };
      export default function () {
        const socket = new WebSocket(at + '/ws-silent');
        socket.onopen = () => console.log('said opened');
        socket.close();
        setTimeout(() => console.log('said went on ' + (socket.readyState === 3)), 100);
      }`,
    exitCode: 0,
    times: { 'said went on true': 2 },
    notPrinted: ['said opened'],
  },
  {
    id: 'K2.37',
    fact: 'close() checks its arguments on a socket that is closing or closed, too',
    script: `${HEAD}
      export default function () {
        const socket = new WebSocket(at + '/ws');
        const wrong = (when) => { try { socket.close(999); } catch (error) { console.log('said ' + when); } };
        socket.onopen = () => { socket.close(); wrong('closing'); };
        socket.onclose = () => wrong('closed');
      }`,
    exitCode: 0,
    printed: ['said closing', 'said closed'],
  },
  {
    id: 'K2.38',
    fact: 'bufferedAmount has gone down when the answer arrives',
    script: `${HEAD}
      export default function () {
        const socket = new WebSocket(at + '/ws');
        socket.onopen = () => socket.send('a'.repeat(1000));
        socket.onmessage = () => { console.log('said ' + socket.bufferedAmount); socket.close(); };
      }`,
    exitCode: 0,
    printed: ['said 0'],
  },
  {
    id: 'K2.39',
    fact: 'clearing a timer that has expired leaves later ones as they are',
    script: `
      export default function () {
        const first = setTimeout(() => {
          const began = Date.now();
          setTimeout(() => console.log('said later ' + (Date.now() - began >= 99)), 100);
          clearTimeout(first);
        }, 1);
      }`,
    exitCode: 0,
    printed: ['said later true'],
  },
];
