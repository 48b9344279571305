import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, Ended, Transport, Wire } from '../../../lib/transport/connection.ts';
import { dense } from '../../../lib/transport/dense.ts';
import { exact } from '../../../lib/transport/exact.ts';
import { Servers } from '../../../packages/engine/test/modules/servers.ts';
import { forget, iterate, recorder } from '../../k6/vu.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
});

/** One connection that tells what happens and does what it is told. */
async function connect(transport: Transport, url: string, act: Partial<Connection> & { tickMs?: number } = {}) {
  const events: string[] = [];
  let wire: Wire | undefined;
  let dueMs = Date.now() + (act.tickMs ?? 60_000);
  let ended: Ended | undefined;
  const connection: Connection = {
    opened: (opened) => {
      wire = opened;
      events.push('opened');
      act.opened?.(opened);
    },
    received: (text) => {
      events.push(`received ${text}`);
      act.received?.(text);
      if (text === 'bye') wire?.close(1000);
    },
    tick: () => {
      if (Date.now() < dueMs) return dueMs;
      events.push('tick');
      wire?.send('tick');
      dueMs = Date.now() + (act.tickMs ?? 60_000);
      return dueMs;
    },
  };
  const address = { url, headers: { Origin: 'https://shop.example' }, name: 'guest' };
  const outcome = await iterate(async () => {
    ended = await transport(address, act.tickMs ?? 60_000, connection);
  });
  return { outcome, events, ended };
}

describe.each([
  ['exact', exact],
  ['dense', dense],
] as const)('the %s transport', (name, transport) => {
  it('opens, exchanges frames, closes when told, and its iteration ends', async () => {
    const url = await servers.ws((socket, request) =>
      socket
        .on('message', (data) => socket.send(`${data} ${request.headers.origin}`))
        .on('message', () => socket.send('bye')),
    );
    const { outcome, events, ended } = await connect(transport, url, { opened: (wire) => wire.send('hi') });
    expect(events).toEqual(['opened', 'received hi https://shop.example', 'received bye']);
    expect(ended).toEqual({ kind: 'closed' });
    expect(outcome).toEqual({ kind: 'complete' });
  });

  it('ticks while it is open', async () => {
    const url = await servers.ws((socket) => socket.on('message', () => socket.send('bye')));
    const { events } = await connect(transport, url, { tickMs: 5 });
    // The peer's answer to the first may come after the second.
    expect(events.slice(0, 2)).toEqual(['opened', 'tick']);
    expect(events.at(-1)).toBe('received bye');
  });

  it('is closed when the peer closes it', async () => {
    const url = await servers.ws((socket) => socket.close(1000));
    expect((await connect(transport, url)).ended).toEqual({ kind: 'closed' });
  });

  it('it shows of a refused upgrade what its module can see', async () => {
    const address = await servers.http((_, response) =>
      response.writeHead(503, { 'Retry-After': '7', Server: 'nginx' }).end('full'),
    );
    const { ended, events } = await connect(transport, `ws://${address}/`);
    expect(events).toEqual([]);
    expect(ended).toEqual(
      name === 'exact'
        ? {
            kind: 'refused',
            status: 503,
            retryAfterMs: 7000,
            headers: expect.objectContaining({ 'retry-after': '7', server: 'nginx' }),
            body: 'full',
          }
        : { kind: 'refused', status: undefined, retryAfterMs: undefined, body: undefined },
    );
  });

  it('it says why a dial failed', async () => {
    const { ended } = await connect(transport, `ws://${await servers.nobody()}/`);
    expect(ended).toEqual({ kind: 'failed', error: expect.stringContaining('connection refused') });
  });

  it('measures under its name', async () => {
    const url = await servers.ws((socket) => socket.close(1000));
    await connect(transport, url);
    expect(recorder.of('ws_sessions').map(({ tags }) => tags.name)).toEqual(['guest']);
  });
});
