import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../cli/http/proxy-from-env.ts';

const HTTPS_PROXY = 'http://proxy.example.com:3128';
const API = 'https://api.mypurecloud.com/api/v2/users/me';

describe('the proxy of an address', () => {
  it.each([
    ['the one for its scheme', API, { HTTPS_PROXY, HTTP_PROXY: 'http://other:1' }, `${HTTPS_PROXY}/`],
    ['the one in lower case', API, { https_proxy: HTTPS_PROXY }, `${HTTPS_PROXY}/`],
    ['one without a scheme', API, { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128/'],
    ['that of https for wss', 'wss://webmessaging.mypurecloud.com/v1', { HTTPS_PROXY }, `${HTTPS_PROXY}/`],
    ['none for a scheme that has none', 'http://example.com/', { HTTPS_PROXY }, undefined],
    ['none without a setting', API, {}, undefined],
    ['none for this machine', 'https://127.0.0.1:7420/', { HTTPS_PROXY }, undefined],
    ['none for a domain below one in NO_PROXY', API, { HTTPS_PROXY, NO_PROXY: 'a.b, mypurecloud.com' }, undefined],
    ['none for a host of NO_PROXY', API, { HTTPS_PROXY, NO_PROXY: 'API.mypurecloud.com' }, undefined],
    ['none for a port of NO_PROXY', API, { HTTPS_PROXY, no_proxy: 'mypurecloud.com:443' }, undefined],
    ['the one beside another port', API, { HTTPS_PROXY, NO_PROXY: 'mypurecloud.com:8443' }, `${HTTPS_PROXY}/`],
    ['the one beside a host that ends alike', API, { HTTPS_PROXY, NO_PROXY: 'purecloud.com' }, `${HTTPS_PROXY}/`],
    ['none where all are excepted', API, { HTTPS_PROXY, NO_PROXY: '*' }, undefined],
  ])('is %s', (_, url, env, proxy) => {
    expect(proxyFor(url, env)?.href).toBe(proxy);
  });

  it.each(['socks5://user:secret-password@proxy:1080', 'http://'])(
    'is refused in one line where it is none: %s',
    (given) => {
      const proxied = () => proxyFor(API, { HTTPS_PROXY: given });
      expect(proxied).toThrow(/^HTTPS_PROXY: .*; allowed: http:\/\/host:port or https:\/\/host:port$/);
      expect(proxied).not.toThrow(/secret/);
    },
  );
});
