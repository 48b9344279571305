import { WebSocket } from 'ws';
import { EVERY_SECONDS, TEXT } from './scene.ts';

/**
 * The least that a client in Node can do: a loop over sockets of `ws`, without scripts, metrics and checks. Prints one
 * JSON line of what it did.
 *
 *     node bare-loop.js <host:port> <sessions> <perSecond> <seconds of a session>
 */
const [address = '', sessions = '0', perSecond = '1', staySeconds = '2'] = process.argv.slice(2);
const says = { sessions: 0, refused: 0, sent: 0, received: 0 };
let ended = 0;

function session(): void {
  const socket = new WebSocket(`ws://${address}`, { perMessageDeflate: false });
  let talk: NodeJS.Timeout | undefined;
  const say = () => {
    says.sent++;
    socket.send(TEXT);
  };
  socket.on('open', () => {
    says.sessions++;
    say();
    talk = setInterval(say, EVERY_SECONDS * 1_000);
    setTimeout(() => {
      clearInterval(talk);
      socket.close(1000);
    }, Number(staySeconds) * 1_000);
  });
  socket.on('message', () => says.received++);
  socket.on('error', () => says.refused++);
  socket.on('close', () => {
    if (++ended === Number(sessions)) console.log(JSON.stringify(says));
  });
}

const start = performance.now();
let begun = 0;
const ramp = setInterval(() => {
  const due = Math.min(Number(sessions), Math.ceil(((performance.now() - start) * Number(perSecond)) / 1_000));
  for (; begun < due; begun++) session();
  if (begun === Number(sessions)) clearInterval(ramp);
}, 1);
