import { describe, expect, it } from 'vitest';
import { mayConnectTo } from '../../../../lib/genesys/platform/connect-uri.ts';

const DOMAIN = { domain: 'mypurecloud.de' } as const;
const HERE = { address: '127.0.0.1:7420' } as const;
const THERE = { address: 'org.test:80', unlisted: true } as const;

describe('the address of a notifications socket', () => {
  it.each([
    ['wss://streaming.mypurecloud.de/channels/streaming-1', DOMAIN, true],
    ['wss://streaming.mypurecloud.de:443/channels/1', DOMAIN, true],
    ['ws://streaming.mypurecloud.de/channels/1', DOMAIN, false],
    ['wss://streaming.mypurecloud.com/channels/1', DOMAIN, false],
    ['wss://evilmypurecloud.de/1', DOMAIN, false],
    ['wss://streaming.mypurecloud.de@evil.test/1', DOMAIN, false],
    ['wss://evil.test/.mypurecloud.de/', DOMAIN, false],
    ['wss://evil.test\\.mypurecloud.de/', DOMAIN, false],
    ['wss://evil.test#.mypurecloud.de/', DOMAIN, false],
    ['https://streaming.mypurecloud.de/', DOMAIN, false],
    ['ws://127.0.0.1:7420/channels/1', HERE, true],
    ['ws://localhost:9/channels/1', HERE, true],
    ['ws://127.0.0.1.evil.test/channels/1', HERE, false],
    ['ws://10.0.0.1/channels/1', HERE, false],
    ['ws://org.test:80/channels/1', THERE, true],
    ['ws://127.0.0.1:80/channels/1', THERE, false],
    ['', DOMAIN, false],
  ])('%s of %j may be dialled: %s', (uri, target, may) => {
    expect(mayConnectTo(uri, target)).toBe(may);
  });
});
