import { describe, expect, it } from 'vitest';
import type { WsEvents } from '../../src/ports/websocket.ts';
import type { Channel } from '../../src/worker-lane/channel.ts';
import type { FromWorker, IoEvent } from '../../src/worker-lane/protocol.ts';
import { RemoteIo } from '../../src/worker-lane/remote-io.ts';

/** The I/O of a worker, what it has asked the main thread for, and what its one socket was told. */
function rig() {
  const posted: FromWorker[] = [];
  const told: string[] = [];
  const io = new RemoteIo(() => ({ post: (message: FromWorker) => posted.push(message) }) as unknown as Channel);
  const names = ['opened', 'refused', 'failed', 'text', 'binary', 'ping', 'pong', 'ended'];
  const events = Object.fromEntries(names.map((name) => [name, () => told.push(name)])) as unknown as WsEvents;
  const socket = io.connect({ url: 'ws://127.0.0.1/', headers: [], protocols: '' }, events);
  return { io, socket, told, types: () => posted.map(({ type }) => type) };
}

describe('a socket of a worker', () => {
  it.each<IoEvent>(['refused', 'failed', 'ended'])('is forgotten once it is told that it is %s', (last) => {
    const { io, socket, told, types } = rig();
    io.event(1, last, {});
    io.event(1, 'text', 'late');
    socket.destroy();
    expect(told).toEqual([last]);
    expect(types()).toEqual(['connect']);
  });

  it('the socket hears every event until it is destroyed, and is stopped then', () => {
    const { io, socket, told, types } = rig();
    for (const event of ['opened', 'text', 'ping'] as const) io.event(1, event, {});
    socket.destroy();
    expect(told).toEqual(['opened', 'text', 'ping']);
    expect(types()).toEqual(['connect', 'stop']);
  });
});
