import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/base/random.ts';
import { deploymentId } from '../../src/base/ready-made-ids.ts';
import { FaultInjector, type FaultSettings } from '../../src/faults/fault-injector.ts';
import { profileSchema } from '../../src/profile/schema.ts';
import type { RunningTenant } from '../../src/server.ts';
import { control, ORIGIN, stillTenant, TestGuest, tenantWith, upgrade } from '../client.ts';
import { runs } from '../deep.ts';

const settings = (faults: object): FaultSettings => profileSchema.parse({ faults }).faults;
const faultsIn = async (tenant: RunningTenant) => (await control(tenant, '/faults')).lines();
const FRAME = '{"class":"StructuredMessage","body":{"text":"hello"}}';

describe('frames to guests', () => {
  const heard = async (fault: string) => {
    const { tenant, clock } = await stillTenant([`faults.${fault}=1`, 'faults.delayMs=500']);
    const guest = await TestGuest.session(tenant);
    guest.send({ action: 'onMessage', message: { type: 'Text', text: 'hello' }, tracingId: 'a' });
    await guest.ask({ action: 'getJwt' });
    return { tenant, clock, guest };
  };

  it('are dropped', async () => {
    const { tenant, guest } = await heard('droppedShare');
    expect(guest.frames).toEqual([]);
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'dropped', frame: expect.stringContaining('hello') }]);
  });

  it('are doubled', async () => {
    const { tenant, guest } = await heard('doubledShare');
    expect(guest.frames).toMatchObject([{ tracingId: 'a' }, { tracingId: 'a' }]);
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'doubled' }]);
  });

  it('come late', async () => {
    const { tenant, clock, guest } = await heard('delayedShare');
    clock.advance(499);
    await guest.ask({ action: 'getJwt' });
    expect(guest.frames).toEqual([]);
    clock.advance(1);
    expect((await guest.of('StructuredMessage')).body.text).toBe('hello');
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'delayed' }]);
  });

  it('have another text than was sent', async () => {
    const { tenant, guest } = await heard('alteredShare');
    expect(guest.frames).toMatchObject([{ tracingId: 'a', body: { text: 'hello~' } }]);
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'altered' }]);
  });

  it('are what the record says they were: the injector touches the wire alone', async () => {
    const { tenant } = await heard('alteredShare');
    const messages = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'message');
    expect(messages).toMatchObject([{ text: 'hello' }]);
  });
});

it('a seed repeats its faults, and each share is kept', () => {
  const shares = settings({ droppedShare: 0.1, doubledShare: 0.1, delayedShare: 0.1, alteredShare: 0.1 });
  const done = (seed: number) => {
    const faults = new FaultInjector(() => shares, seeded(seed), 0);
    for (let n = 0; n < 1_000; n++) faults.frame(FRAME, n);
    return faults.done;
  };
  fc.assert(
    fc.property(fc.nat(1_000_000), (seed) => {
      const list = done(seed);
      expect(done(seed)).toEqual(list);
      for (const fault of ['dropped', 'doubled', 'delayed', 'altered']) {
        const count = list.filter((one) => one.fault === fault).length;
        // 100 ± 6 standard deviations of a binomial of 1,000 and 0.1.
        expect(Math.abs(count - 100)).toBeLessThan(57);
      }
    }),
    runs(20),
  );
});

it('nothing befalls a frame without a text', () => {
  const faults = new FaultInjector(() => settings({ droppedShare: 1 }), seeded(1), 0);
  expect(faults.frame('{"class":"SessionResponse"}', 0)).toEqual([{ text: '{"class":"SessionResponse"}', afterMs: 0 }]);
  expect(faults.done).toEqual([]);
});

describe('upgrades', () => {
  it.each([502, 503, 504])('are answered %i in a storm', async (status) => {
    const tenant = await tenantWith([`faults.storm={"status":${status}}`]);
    expect((await upgrade(tenant))?.status).toBe(status);
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'answered', status, source: '127.0.0.1' }]);
  });

  it('are answered as ever before a storm and after it', () => {
    const faults = new FaultInjector(() => settings({ storm: { fromSeconds: 10, forSeconds: 5 } }), seeded(1), 0);
    const at = (seconds: number) => faults.upgrade('', seconds * 1_000)?.kind;
    expect([9, 10, 14, 15].map(at)).toEqual([undefined, 'answered', 'answered', undefined]);
  });

  it('are reset', async () => {
    const tenant = await tenantWith(['faults.resetShare=1']);
    const socket = knock(tenant);
    const [error] = await once(socket, 'error');
    expect(error.code).toBe('ECONNRESET');
  });

  it('stall: their connection opens, and nothing answers on it', async () => {
    const tenant = await tenantWith(['faults.stalledShare=1']);
    const socket = knock(tenant);
    let bytes = 0;
    socket.on('data', (data) => {
      bytes += data.length;
    });
    await once(socket, 'connect');
    await expect.poll(async () => (await faultsIn(tenant)).length).toBe(1);
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'stalled' }]);
    await control(tenant, '/profile', 'PATCH', { faults: { stalledShare: 0 } });
    expect(await upgrade(tenant)).toBeUndefined();
    expect(socket.destroyed).toBe(false);
    expect(bytes).toBe(0);
    socket.destroy();
  });

  it('open half: their socket never sends a frame', async () => {
    const tenant = await tenantWith(['faults.halfOpenShare=1']);
    const guest = await TestGuest.open(tenant);
    guest.send({ action: 'configureSession', deploymentId: guest.deployment });
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'half-open' }]);
    expect((await control(tenant, '/record')).lines()).toMatchObject([{ kind: 'socket-opened' }]);
    await control(tenant, '/profile', 'PATCH', { faults: { halfOpenShare: 0 } });
    await (await TestGuest.session(tenant)).say('hello');
    expect(guest.frames).toEqual([]);
  });

  it('wait for their answer where accepting is slow', async () => {
    const { tenant, clock } = await stillTenant(['faults.acceptDelayMs=150']);
    const before = clock.timers;
    let opened = false;
    const opening = TestGuest.open(tenant).then(() => {
      opened = true;
    });
    await expect.poll(() => clock.timers).toBe(before + 1);
    clock.advance(149);
    await control(tenant, '/state');
    expect(opened).toBe(false);
    clock.advance(1);
    await opening;
  });
});

/** An upgrade request on a bare connection. */
function knock({ addresses }: RunningTenant) {
  const socket = connect(Number(addresses.address.split(':')[1]), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `GET /v1?deploymentId=${deploymentId(1)} HTTP/1.1\r\nHost: a\r\nOrigin: ${ORIGIN}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  );
  return socket;
}

describe('a restart', () => {
  it('loses every connection; the sessions stay', async () => {
    const tenant = await tenantWith();
    const guest = await TestGuest.session(tenant);
    await guest.say('before');
    expect((await control(tenant, '/restart', 'POST')).status).toBe(200);
    expect(await guest.closed).toBe(1006);
    const again = await TestGuest.open(tenant, { token: guest.token });
    const answer = await again.ask({ action: 'configureSession', deploymentId: again.deployment });
    expect(answer.body.newSession).toBe(false);
    expect(await faultsIn(tenant)).toMatchObject([{ fault: 'restart' }]);
  });

  it('happens by itself at `restartAtSeconds`', async () => {
    const { tenant, clock } = await stillTenant(['faults.restartAtSeconds=10']);
    const guest = await TestGuest.session(tenant);
    clock.advance(9_999);
    expect((await guest.say('still here')).code).toBe(200);
    clock.advance(1);
    expect(await guest.closed).toBe(1006);
  });
});

it('delivery order is shuffled by a setting, and nothing is lost', async () => {
  const tenant = await tenantWith(['shuffledShare=0.5', 'limits.enabled=false']);
  const guest = await TestGuest.session(tenant);
  const sent = Array.from({ length: 40 }, (_, n) => `${n}`);
  for (const text of sent) guest.send({ action: 'onMessage', message: { type: 'Text', text } });
  const arrived: (string | undefined)[] = [];
  for (const _ of sent) arrived.push((await guest.of('StructuredMessage')).body.text);
  expect(arrived).not.toEqual(sent);
  expect([...arrived].sort()).toEqual([...sent].sort());
  const late = arrived.filter((text, place) => Math.max(...arrived.slice(0, place).map(Number)) > Number(text));
  const listed = (await faultsIn(tenant)).map(({ fault, frame }) => [fault, JSON.parse(frame ?? '').body.text]);
  expect(listed).toEqual(late.map((text) => ['reordered', text]));
});

it("a burst refuses guests' texts, and nothing of them is stored", async () => {
  const tenant = await tenantWith(['faults.tooManyMessages.share=1', 'faults.tooManyMessages.everySeconds=60']);
  const guest = await TestGuest.session(tenant);
  const message = { type: 'Text', text: 'hello', channel: { metadata: { customAttributes: { line: '1' } } } };
  const answer = await guest.ask({ action: 'onMessage', message });
  expect(answer).toMatchObject({ class: 'TooManyRequestsErrorMessage', code: 429, body: { errorCode: 4029 } });
  expect(await faultsIn(tenant)).toMatchObject([{ fault: 'too-many-messages', status: 429 }]);
  const lines = (await control(tenant, '/record')).lines();
  expect(lines.filter(({ kind }) => kind === 'message')).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ kind: 'message-refused', code: 429, text: 'hello', attributes: { line: '1' } });
});

it('so many texts of guests are lost as the profile says: none of them is stored or answered, and each is listed', async () => {
  const tenant = await tenantWith(['faults.lost.share=1', 'faults.lost.inbound=2']);
  const guest = await TestGuest.session(tenant);
  expect(await guest.ask({ action: 'echo', message: { type: 'Text', text: 'ping' } })).toMatchObject({ code: 200 });
  for (const text of ['first', 'second', 'third']) guest.send({ action: 'onMessage', message: { type: 'Text', text } });
  expect((await guest.of('StructuredMessage')).body.text).toBe('third');
  const listed = (await faultsIn(tenant)).map(({ fault, frame }) => [fault, JSON.parse(frame ?? '').message.text]);
  expect(listed).toEqual([
    ['lost-inbound', 'first'],
    ['lost-inbound', 'second'],
  ]);
  const lines = (await control(tenant, '/record')).lines();
  expect(lines.flatMap(({ kind, text }) => (kind === 'message' ? [text] : []))).toEqual(['third']);
});

it("so many of agents' texts are never sent to the guest as the profile says, and no echo of a guest's own is", () => {
  const faults = new FaultInjector(() => settings({ lost: { share: 1, outbound: 1 } }), seeded(1), 0);
  const frame = (direction: string, body: object) => JSON.stringify({ body: { direction, ...body } });
  const [echo, typing] = [frame('Inbound', { text: 'mine' }), frame('Outbound', { events: [] })];
  const [first, second] = ['first', 'second'].map((text) => frame('Outbound', { text })) as [string, string];
  const sent = [echo, typing, first, second].flatMap((text) => faults.frame(text, 0)).map(({ text }) => text);
  expect(sent).toEqual([echo, typing, second]);
  expect(faults.done).toEqual([{ at: 0, fault: 'lost-outbound', frame: first }]);
});
