import { EVERY_SECONDS, TEXT } from './scene.ts';

/** The same sessions as scripts for k6, as a user would write them. */

/** k6/websockets counts the close frame among the messages that are sent, and k6/ws does not. */
const closeFrames = (count: 0 | 1): string => `const CLOSE_FRAMES = ${count};\n`;

/** Writes what the script itself counted, and fails where a session was refused. */
const COMMON = `import { Counter } from 'k6/metrics';
const refused = new Counter('refused');
const held = new Counter('held');
const [address, sessions, perSecond, stayMs] =
  [__ENV.ADDRESS, Number(__ENV.SESSIONS), Number(__ENV.PER_SECOND), Number(__ENV.STAY_SECONDS) * 1000];
const thresholds = { refused: ['count==0'] };
const arrivals = {
  scenarios: {
    arrivals: {
      executor: 'constant-arrival-rate', rate: perSecond, timeUnit: '1s', duration: sessions / perSecond + 's',
      preAllocatedVUs: Math.min(sessions, perSecond * (Number(__ENV.STAY_SECONDS) + 2)), gracefulStop: '10m',
    },
  },
  thresholds,
};
export function handleSummary({ metrics }) {
  const count = (name) => metrics[name]?.values.count ?? 0;
  return {
    [__ENV.SAYS]: JSON.stringify({
      sessions: count('held'), refused: count('refused'), sent: count('ws_msgs_sent') - CLOSE_FRAMES * count('held'), received: count('ws_msgs_received'),
    }),
  };
}
`;

const SESSION = `
function session() {
  const socket = new WebSocket('ws://' + address);
  let talk;
  const say = () => socket.send('${TEXT}');
  socket.onopen = () => {
    held.add(1);
    say();
    talk = setInterval(say, ${EVERY_SECONDS * 1_000});
    setTimeout(() => { clearInterval(talk); socket.close(1000); }, stayMs);
  };
  socket.onerror = () => refused.add(1);
}
`;

/** By name. */
export const K6_SCRIPTS = {
  'k6/websockets': `import { WebSocket } from 'k6/websockets';
${closeFrames(1)}${COMMON}${SESSION}
export const options = arrivals;
export default session;
`,
  'k6/websockets, 100 a VU': `import { WebSocket } from 'k6/websockets';
import { scenario } from 'k6/execution';
${closeFrames(1)}${COMMON}${SESSION}
const A_VU = 100;
export const options = {
  scenarios: { vus: { executor: 'per-vu-iterations', vus: Math.max(1, Math.ceil(sessions / A_VU)), iterations: 1 } },
  thresholds,
};
export default function () {
  const vus = Math.max(1, Math.ceil(sessions / A_VU));
  for (let n = scenario.iterationInTest; n < sessions; n += vus) setTimeout(session, (n * 1000) / perSecond);
}
`,
  'k6/ws': `import ws from 'k6/ws';
${closeFrames(0)}${COMMON}
export const options = arrivals;
export default function () {
  const response = ws.connect('ws://' + address, null, (socket) => {
    socket.on('open', () => {
      held.add(1);
      socket.send('${TEXT}');
      socket.setInterval(() => socket.send('${TEXT}'), ${EVERY_SECONDS * 1_000});
      socket.setTimeout(() => socket.close(), stayMs);
    });
  });
  if (response === undefined || response.status !== 101) refused.add(1);
}
`,
} as const;
