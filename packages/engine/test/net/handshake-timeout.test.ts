import { afterEach, expect, it, vi } from 'vitest';
import { destinationOf } from '../../src/net/dial-address.ts';
import { RefusalBody } from '../../src/net/refusal-body.ts';
import { WsClient } from '../../src/net/ws-client.ts';
import type { WsEvents, WsReply } from '../../src/ports/websocket.ts';
import { Servers } from '../modules/servers.ts';
import { Recorder } from '../script/harness.ts';

const servers = new Servers();
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  servers.close();
});

/** Keeps what the client says of its dial. */
function listener() {
  const failures: string[] = [];
  const refusals: WsReply[] = [];
  const nothing = () => undefined;
  const events: WsEvents = {
    opened: nothing,
    refused: (reply) => refusals.push(reply),
    failed: (error) => failures.push(error),
    text: nothing,
    binary: nothing,
    ping: nothing,
    pong: nothing,
    ended: nothing,
  };
  return { events, failures, refusals };
}

function dial(url: string, events: WsEvents): void {
  const caller = { vuId: 1, traffic: { sent: 0, received: 0 } };
  new WsClient({ url, headers: [], protocols: '' }, destinationOf(url, {}), events, caller, new Recorder().options());
}

const useFakeClock = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });

/** A TCP server and when a client has first written to it. */
async function silentServer(answer = '') {
  let written = () => {};
  const asked = new Promise<void>((resolve) => {
    written = resolve;
  });
  const address = await servers.tcp((socket) =>
    socket.once('data', () => {
      socket.write(answer);
      written();
    }),
  );
  return { address, asked };
}

it('an upgrade that is never answered is an i/o timeout after 60 s', async () => {
  useFakeClock();
  const { address, asked } = await silentServer();
  const { events, failures } = listener();
  dial(`ws://${address}/`, events);
  await asked;
  vi.advanceTimersByTime(59_999);
  expect(failures).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(failures).toEqual([expect.stringMatching(/^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: i\/o timeout$/)]);
});

it('a peer that accepts the connection and never speaks TLS has the same limit, and is not a failed dial', async () => {
  useFakeClock();
  const { address, asked } = await silentServer();
  const { events, failures } = listener();
  dial(`wss://${address}/`, events);
  await asked;
  vi.advanceTimersByTime(59_999);
  expect(failures).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(failures).toEqual([expect.stringMatching(/^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: i\/o timeout$/)]);
});

it('a refusal whose body stalls is a refusal after 60 s, with its status and the part of the body that came', async () => {
  useFakeClock();
  const { address } = await silentServer('HTTP/1.1 503 Full\r\nContent-Length: 100\r\n\r\nno room');
  const { events, failures, refusals } = listener();
  const heard = vi.spyOn(RefusalBody.prototype, 'add');
  dial(`ws://${address}/`, events);
  await expect.poll(() => heard.mock.calls.length).toBeGreaterThan(0);
  vi.advanceTimersByTime(60_000);
  expect(failures).toEqual([]);
  expect(refusals).toEqual([expect.objectContaining({ status: 503, body: 'no room' })]);
});
