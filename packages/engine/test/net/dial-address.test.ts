import { describe, expect, it } from 'vitest';
import { hostPort, resolve } from '../../src/net/dial-address.ts';

describe('the address that the engine dials', () => {
  it.each(['127.0.0.1', '127.9.8.7', '::1', '[::1]', 'localhost', 'api.localhost', '::ffff:127.0.0.1'])(
    'the host %s is loopback',
    (host) => {
      expect(resolve(host, 80, {})).toMatchObject({ kind: 'address' });
    },
  );

  it.each(['10.0.0.1', '0.0.0.0', '192.168.1.1', '::', 'fe80::1', 'example.com', '128.0.0.1', '127.example.com'])(
    'the host %s is refused by name',
    (host) => {
      expect(resolve(host, 80, {})).toMatchObject({ kind: 'refused', error: expect.stringContaining(host) });
    },
  );

  it('a name mapped to an address that is not loopback is refused too', () => {
    expect(resolve('a.test', 80, { 'a.test': '192.0.2.1' })).toMatchObject({
      kind: 'refused',
      error: expect.stringContaining('a.test (mapped to 192.0.2.1)'),
    });
  });

  it('an impossible port given by hosts is Go’s error', () => {
    expect(resolve('a.test', 80, { 'a.test': '127.0.0.1:70000' })).toEqual({
      kind: 'unusable',
      error: 'dial tcp: address 70000: invalid port',
    });
  });

  it.each([
    ['a.test', 443, { 'a.test': '127.0.0.2' }, '127.0.0.2:443'],
    ['A.Test', 443, { 'a.test': '127.0.0.2:8443' }, '127.0.0.2:8443'],
    ['a.test', 443, { 'a.test:443': '127.0.0.3', 'a.test': '127.0.0.2' }, '127.0.0.3:443'],
    ['x.y.test', 80, { '*.test': '127.0.0.4', '*.y.test': '[::1]:90' }, '[::1]:90'],
  ])('the hosts option maps %s:%i by %j', (host, port, hosts: Record<string, string>, expected) => {
    const resolved = resolve(host, port, hosts);
    expect(resolved.kind === 'address' && hostPort(resolved.address.host, resolved.address.port)).toBe(expected);
  });
});
