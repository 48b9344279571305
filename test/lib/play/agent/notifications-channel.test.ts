import { afterEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Retries } from '../../../../lib/base/backoff.ts';
import type { Answer, PlatformClient } from '../../../../lib/genesys/platform/client.ts';
import { type ChannelEvents, NotificationsChannel } from '../../../../lib/play/agent/notifications-channel.ts';
import { Servers } from '../../../../packages/engine/test/modules/servers.ts';
import { forget, iterate } from '../../../k6/vu.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
});

const retry: Retries = { firstMs: 1, factor: 1, capMs: 1, jitter: 0, attempts: 3, honourRetryAfter: true };
const USER = 'u1';

/** The calls that make a channel and subscribe it; undefined: they fail. */
function clientFor(connectUri: string | undefined): Pick<PlatformClient, 'call'> {
  return {
    async call<T>(): Promise<Answer<T>> {
      if (connectUri === undefined) return { ok: false, status: 503, reason: 'HTTP 503' };
      return { ok: true, body: { id: 'c1', connectUri, expires: '' } as T };
    },
  };
}

function channelTo(connectUri: string | undefined, events: Partial<ChannelEvents> = {}, plan = retry) {
  const nothing = () => {};
  const all = {
    ...{
      connected: nothing,
      conversation: nothing,
      notResponding: nothing,
      disconnected: nothing,
      unexpected: nothing,
    },
    ...events,
  };
  return new NotificationsChannel(clientFor(connectUri), USER, plan, () => 0.5, all);
}

/** A streaming server that does so with its sockets; counts them. */
async function streaming(connected: (socket: WebSocket, number: number) => void) {
  const seen = { sockets: 0 };
  const url = await servers.ws((socket) => connected(socket, ++seen.sockets));
  return { url, seen };
}

describe('a notification channel', () => {
  it('a channel that is opened and closed at once, again and again, is given up when its tries are used up', async () => {
    const { url, seen } = await streaming((socket) => socket.close());
    expect(await iterate(() => channelTo(url).stayConnected())).toEqual({ kind: 'complete' });
    expect(seen.sockets).toBe(retry.attempts + 1);
  });

  it('a channel over which something came before it was lost has all its tries again', async () => {
    const frame = JSON.stringify({
      topicName: `v2.users.${USER}.conversations`,
      eventBody: { id: 'c', participants: [] },
    });
    const { url, seen } = await streaming((socket, number) => {
      if (number <= 5) socket.send(frame);
      socket.close();
    });
    await iterate(() => channelTo(url).stayConnected());
    expect(seen.sockets).toBe(5 + retry.attempts);
  });

  it('a channel that is closed while it waits for its next try leaves nothing behind that keeps the iteration open', async () => {
    const hour = 3_600_000;
    const channel = channelTo(undefined, {}, { ...retry, firstMs: hour, capMs: hour });
    const outcome = await iterate(() => {
      const stays = channel.stayConnected();
      // The call has failed by then, and the wait has begun.
      setImmediate(() => channel.close());
      return stays;
    });
    expect(outcome).toEqual({ kind: 'complete' });
  });
});
