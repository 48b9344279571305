import { check } from 'k6';
import { WebSocket } from 'k6/websockets';

const target = __ENV.BASE.replace('http', 'ws');

export const options = {
  vus: 2,
  iterations: 2,
  thresholds: {
    'ws_sessions{status:101}': ['count==2'],
    'ws_sessions{status:503}': ['count==2'],
  },
};

function chat() {
  const socket = new WebSocket(`${target}/ws`);
  const heard = [];
  const giveUp = setTimeout(() => socket.close(), 5000);
  socket.onopen = () => socket.send('line 1');
  socket.addEventListener('message', (event) => {
    heard.push(event.data);
    if (heard.length < 3) {
      socket.send(`line ${heard.length + 1}`);
    } else {
      socket.close();
    }
  });
  socket.addEventListener('close', (event) => {
    clearTimeout(giveUp);
    check(event, {
      'closed with 1000': (e) => e.code === 1000,
      'every line came back': () => heard.join() === 'line 1,line 2,line 3',
    });
  });
}

function refused() {
  const order = [];
  const socket = new WebSocket(`${target}/ws-refuse/503`);
  socket.onerror = (event) => order.push(event.error);
  socket.onclose = () => {
    order.push('close');
    check(order, {
      'a refusal is an error, then a close': (o) => o.join() === 'websocket: bad handshake,close',
    });
  };
}

export default function () {
  chat();
  refused();
}
