import { check } from 'k6';
import ws from 'k6/ws';

const target = __ENV.BASE.replace('http', 'ws');

export const options = { vus: 1, iterations: 2 };

export default function () {
  const heard = [];
  let closed = false;
  const response = ws.connect(`${target}/ws`, { headers: { 'X-Chat': 'yes' } }, (socket) => {
    socket.on('open', () => socket.send('line 1'));
    socket.on('message', (text) => {
      heard.push(text);
      if (heard.length < 3) {
        socket.send(`line ${heard.length + 1}`);
      } else {
        socket.close();
      }
    });
    socket.on('close', () => {
      closed = true;
    });
    socket.setTimeout(() => socket.close(), 5000);
  });
  check(response, { upgraded: (r) => r && r.status === 101 });
  check(heard, { 'every line came back': (lines) => lines.join() === 'line 1,line 2,line 3' });
  check(closed, { 'close was told': (told) => told });

  const refused = ws.connect(`${target}/ws-refuse/503`, null, () => {});
  check(refused, {
    'refusal has its status': (r) => r.status === 503,
    'refusal has its body': (r) => r.body === 'refused with 503',
  });
}
