import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { seeded } from '../../src/base/random.ts';
import { agentId, deploymentId, queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import { ROUTES } from '../../src/platform/router.ts';
import type { RunningTenant } from '../../src/server.ts';
import { api, control, ORIGIN, TestGuest, tenantWith } from '../client.ts';
import { deep, isDeep } from '../deep.ts';

const FRAMES = deep(20_000);
const BATCH = 500;
const REQUESTS = deep(1_000);
const random = seeded(20_000);
const below = (limit: number): number => Math.floor(random() * limit);
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)] as T;

const TOKEN = '11111111-1111-4111-8111-111111111111';
const attachmentId = TOKEN;
/** A valid frame of each action, and the keys it cannot be without. */
const VALID: readonly (readonly [Readonly<Record<string, unknown>>, readonly string[]])[] = [
  [{ action: 'configureSession', token: TOKEN, deploymentId: deploymentId(1) }, ['action', 'token', 'deploymentId']],
  [{ action: 'onMessage', token: TOKEN, message: { type: 'Text', text: 'hello' } }, ['action', 'token', 'message']],
  [{ action: 'getJwt', token: TOKEN }, ['action', 'token']],
  [{ action: 'getConfiguration', token: TOKEN, deploymentId: deploymentId(1) }, ['action', 'token', 'deploymentId']],
  [{ action: 'closeSession', token: TOKEN }, ['action', 'token']],
  [{ action: 'onAttachment', token: TOKEN, attachmentId }, ['action', 'token', 'attachmentId']],
];
const WRONG: readonly unknown[] = [null, 7, -1e300, true, [], {}, [[[]]], { __proto__: 'x' }, ''];

/** Each of these makes a frame that no server may take. */
const BREAKS: readonly (() => string | Buffer)[] = [
  () => noise(1 + below(200)),
  () => Buffer.from(noise(1 + below(200))),
  () => JSON.stringify(oneOf([null, 7, 'text', [], [{ action: 'getJwt' }], {}])),
  () => {
    const text = JSON.stringify(oneOf(VALID)[0]);
    return text.slice(0, below(text.length - 1) + 1);
  },
  () => {
    const [frame, keys] = oneOf(VALID);
    const key = oneOf(keys);
    return JSON.stringify(Object.fromEntries(Object.entries(frame).filter(([name]) => name !== key)));
  },
  () => {
    const [frame, keys] = oneOf(VALID);
    return JSON.stringify({
      ...frame,
      [oneOf(keys.filter((key) => key !== 'message' && key !== 'deploymentId'))]: oneOf(WRONG),
    });
  },
  () => JSON.stringify({ ...oneOf(VALID)[0], action: oneOf(['fly', '__proto__', 'constructor', 'ONMESSAGE']) }),
  () =>
    JSON.stringify({
      action: 'onMessage',
      token: TOKEN,
      message: { events: [{ eventType: oneOf(['Fly', 7, null]) }] },
    }),
  () => '['.repeat(1 + below(5_000)),
];

/** Printable text that is not JSON. */
function noise(length: number): string {
  return `~${Array.from({ length }, () => String.fromCodePoint(32 + (below(60_000) % 55_000))).join('')}`;
}

it('each malformed frame gets one error frame of the right shape, and the tenant still serves', async () => {
  const tenant = await tenantWith(['limits.enabled=false', 'record=false']);
  for (let sent = 0; sent < FRAMES; sent += BATCH) {
    const guest = await TestGuest.session(tenant);
    for (let n = 0; n < BATCH; n++) guest.raw(oneOf(BREAKS)());
    expect(await guest.ask({ action: 'getJwt' })).toMatchObject({ class: 'JwtResponse' });
    expect(guest.frames).toHaveLength(BATCH);
    const wrong = guest.frames.filter(
      ({ type, class: kind, code, body }) =>
        type !== 'response' || kind !== 'string' || typeof body !== 'string' || (code !== 400 && code !== 4020),
    );
    expect(wrong).toEqual([]);
    guest.socket.terminate();
  }
});

it.each([
  ['a text that is not UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), 1007],
  ['a frame without a mask', Buffer.from([0x81, 0x01, 0x41]), 1002],
  ['reserved bits', Buffer.from([0xf1, 0x80, 0, 0, 0, 0]), 1002],
  ['a frame larger than any the protocol has', Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0]), 1009],
])('%s closes the socket with its code', async (_name, bytes, code) => {
  const guest = await TestGuest.open(await tenantWith());
  const { _socket } = guest.socket as unknown as { _socket: { write(bytes: Buffer): void } };
  _socket.write(bytes);
  expect(await guest.closed).toBe(code);
});

it('each malformed request or upgrade is refused with a 4xx or cut, and the tenant still serves', async () => {
  const tenant = await tenantWith(['limits.enabled=false']);
  let answered = 0;
  for (let sent = 0; sent < REQUESTS; sent += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => answerTo(tenant, request())));
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    answered += answers.filter((answer) => answer !== '').length;
  }
  // Some are cut without an answer, as those without a method are; most are not.
  expect(answered).toBeGreaterThan(REQUESTS / 2);
  expect((await (await TestGuest.session(tenant)).say('still here')).code).toBe(200);
});

it('no route answers a body of any shape with a 5xx, and each refusal has the shape of Genesys', async () => {
  const tenant = await tenantWith(['limits.enabled=false', 'agents.count=1']);
  const guest = await TestGuest.session(tenant);
  await guest.say('hello');
  const conversation = (await control(tenant, '/record')).lines().find(({ event }) => event === 'created');
  const ids = [
    agentId(1),
    queueId(1),
    deploymentId(1),
    wrapUpCodeId(1),
    conversation.conversationId,
    '__proto__',
    '1',
    '%',
  ];
  const queries = ['', '?pageSize=-1&pageNumber=x', '?pageSize=1e9', '?id=x', '?delete=true', '?cursor=-1'];
  const rounds = isDeep ? 4 : 1;
  for (const { method, path } of Array.from({ length: rounds }, () => ROUTES).flat()) {
    const called = path.replaceAll('{}', () => oneOf(ids)) + oneOf(queries);
    const { status, body } = await api(
      tenant,
      method,
      called,
      method === 'GET' || method === 'HEAD' ? undefined : oneOf(WRONG),
    );
    expect(status, `${method} ${called}`).toBeLessThan(500);
    if (status >= 400 && method !== 'HEAD')
      expect(body).toMatchObject({ message: expect.any(String), code: expect.any(String), status });
  }
  expect((await guest.say('still here')).code).toBe(200);
});

function request(): string {
  const target = oneOf([
    '/v1',
    '/v1?deploymentId=',
    `/v1?deploymentId=${noise(9).replaceAll(' ', '')}`,
    '//v1',
    '*',
    'http://[',
    '/channels/',
    '/channels/%00',
    '/api/v2/%E0%A4%A',
    '/api/v2/users/me',
    '/headroom/none',
    '/%',
  ]);
  const upgrade = oneOf([
    'Connection: Upgrade\r\nUpgrade: websocket\r\n',
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 9\r\nSec-WebSocket-Key: no\r\n',
    'Connection: close\r\n',
    'Connection: close\r\nContent-Length: 2\r\nContent-Length: 3\r\n',
  ]);
  const origin = oneOf(['', `Origin: ${ORIGIN}\r\n`, 'Origin: null\r\n']);
  const method = oneOf(['GET', 'GET', 'PATCH', 'FLY', '']);
  return `${method} ${target} HTTP/1.1\r\nHost: a\r\n${origin}${upgrade}\r\n`;
}

/** Everything that came back until the connection ended. */
async function answerTo({ addresses }: RunningTenant, text: string): Promise<string> {
  const socket = connect(Number(addresses.address.split(':')[1]), '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.on('error', () => {});
  socket.end(text);
  await once(socket, 'close');
  return answer;
}
