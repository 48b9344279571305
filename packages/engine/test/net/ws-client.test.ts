import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { destinationOf } from '../../src/net/dial-address.ts';
import { WsClient } from '../../src/net/ws-client.ts';
import { closePayload, Opcode } from '../../src/net/ws-frames.ts';
import type { WsEvents } from '../../src/ports/websocket.ts';
import { Servers } from '../modules/servers.ts';
import { Recorder } from '../script/harness.ts';

const servers = new Servers();
afterEach(() => servers.close());

/** A client whose upgrade has been accepted; what comes of its connection is emitted by name. */
async function open(url: string) {
  const events = new EventEmitter();
  const tell = (name: string) => (value?: unknown) => void events.emit(name, value);
  const names = ['opened', 'refused', 'failed', 'text', 'binary', 'ping', 'pong', 'ended'];
  const told = Object.fromEntries(names.map((name) => [name, tell(name)])) as unknown as WsEvents;
  const traffic = { sent: 0, received: 0 };
  const request = { url, headers: [], protocols: '' };
  const caller = { vuId: 1, traffic };
  const client = new WsClient(request, destinationOf(url, {}), told, caller, new Recorder().options());
  await once(events, 'opened');
  return { client, events, traffic };
}

it('the client tells a write that failed from a read', async () => {
  const peers: Socket[] = [];
  const url = await servers.ws((_socket, request) => peers.push(request.socket));
  const { client, events } = await open(url);
  const ended = once(events, 'ended');
  peers[0]?.resetAndDestroy();
  client.send(Opcode.text, 'x');
  const [end] = await ended;
  expect(end).toMatchObject({ code: 0, unwritten: true, error: expect.stringMatching(/^write: /) });
});

it('the client sends one close frame, and none in answer to that of the peer', async () => {
  const { client, events, traffic } = await open(await servers.ws(() => undefined));
  const before = traffic.sent;
  client.send(Opcode.close, closePayload(1000, ''));
  client.send(Opcode.close, closePayload(1000, ''));
  const [end] = await once(events, 'ended');
  expect(end).toMatchObject({ code: 1000 });
  expect(traffic.sent - before).toBe(2 + 4 + 2);
});
