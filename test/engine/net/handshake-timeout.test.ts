import { afterEach, expect, it, vi } from 'vitest';
import { destinationOf } from '../../../engine/net/address.ts';
import { WsClient } from '../../../engine/net/ws-client.ts';
import type { WsEvents } from '../../../engine/vu/io.ts';
import { Servers } from '../modules/servers.ts';
import { Recorder } from '../script/harness.ts';

const servers = new Servers();
afterEach(() => {
  vi.useRealTimers();
  servers.close();
});

/** Keeps what the client says of its dial. */
function listener() {
  const failures: string[] = [];
  const nothing = () => undefined;
  const events: WsEvents = {
    opened: nothing,
    refused: nothing,
    failed: (error) => failures.push(error),
    text: nothing,
    binary: nothing,
    ping: nothing,
    pong: nothing,
    ended: nothing,
  };
  return { events, failures };
}

it('a server that never answers an upgrade: i/o timeout after the limit, which is 60 s', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let asked = () => {};
  const request = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const address = await servers.tcp((socket) => socket.once('data', () => asked()));
  const { events, failures } = listener();
  const caller = { vuId: 1, traffic: { sent: 0, received: 0 } };
  const upgrade = { url: `ws://${address}/`, headers: [], protocols: '' };
  new WsClient(upgrade, destinationOf(upgrade.url, {}), events, caller, new Recorder().options());
  await request;
  vi.advanceTimersByTime(59_999);
  expect(failures).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(failures).toEqual([expect.stringMatching(/^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: i\/o timeout$/)]);
});
