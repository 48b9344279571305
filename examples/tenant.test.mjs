// A test of your own against a simulated Genesys Cloud tenant, in one process: node --test examples/
// It needs `npm run build` first, which `npm ci` does as well.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { deploymentId, loadProfile, ManualClock, queueId, startTenant } from '@headroom/tenant';
import { WebSocket } from 'ws';

/** Opens a guest's socket and configures its session. `next` gives the frames in order of arrival. */
async function openGuest(tenant) {
  const token = randomUUID();
  const url = `${tenant.addresses.messaging}?deploymentId=${deploymentId(1)}`;
  const socket = new WebSocket(url, { origin: 'https://example.com' });
  const frames = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  await once(socket, 'open');
  const guest = {
    close: () => socket.terminate(),
    send: (frame) => socket.send(JSON.stringify({ token, ...frame })),
    async next() {
      while (frames.length === 0) await once(socket, 'message');
      return frames.shift();
    },
  };
  guest.send({ action: 'configureSession', deploymentId: deploymentId(1) });
  const { class: kind, body } = await guest.next();
  assert.equal(kind, 'SessionResponse');
  assert.equal(body.newSession, true);
  return guest;
}

test('a guest says something, and its conversation waits in the queue', async () => {
  const tenant = await startTenant({ port: 0, profile: loadProfile('healthy') });
  try {
    const guest = await openGuest(tenant);
    guest.send({ action: 'onMessage', message: { type: 'Text', text: 'Where is my order?' } });
    const echo = await guest.next();
    assert.equal(echo.body.text, 'Where is my order?');

    const asked = await fetch(`${tenant.addresses.api}/api/v2/analytics/queues/observations/query`, {
      method: 'POST',
      headers: { Authorization: 'Bearer simulated-agent-1', 'Content-Type': 'application/json' },
      body: JSON.stringify({
        filter: { type: 'or', predicates: [{ dimension: 'queueId', value: queueId(1) }] },
        metrics: ['oWaiting'],
      }),
    });
    const { results } = await asked.json();
    assert.deepEqual(results[0].data, [{ metric: 'oWaiting', stats: { count: 1 } }]);

    const messages = tenant.org.record.entries.filter(({ kind }) => kind === 'message');
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['Where is my order?'],
    );
    guest.close();
  } finally {
    await tenant.close();
  }
});

test('the socket above the ceiling is refused with 503', async () => {
  const tenant = await startTenant({ port: 0, profile: loadProfile('healthy', ['ceiling.max=1']) });
  try {
    const guest = await openGuest(tenant);
    const second = new WebSocket(`${tenant.addresses.messaging}?deploymentId=${deploymentId(1)}`, {
      origin: 'https://example.com',
    });
    const [, response] = await once(second, 'unexpected-response');
    assert.equal(response.statusCode, 503);
    response.resume();
    guest.close();
  } finally {
    await tenant.close();
  }
});

test('a session expires, and nobody waits three days for it', async () => {
  const clock = new ManualClock();
  const tenant = await startTenant({ port: 0, profile: loadProfile('healthy', ['sessionDurationSeconds=900']), clock });
  try {
    const guest = await openGuest(tenant);
    clock.advance(900_000);
    assert.equal((await guest.next()).class, 'SessionExpiredEvent');
    guest.close();
  } finally {
    await tenant.close();
  }
});
