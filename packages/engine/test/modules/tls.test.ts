import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { once, Recorder } from '../script/harness.ts';
import { Servers } from './servers.ts';

// A self-signed certificate for localhost, made for these tests alone.
const pem = readFileSync(new URL('./localhost.pem', import.meta.url));
const server = https.createServer({ key: pem, cert: pem }, (_request, response) => response.end('secure'));
new WebSocketServer({ server }).on('connection', (socket) => socket.close(1000));
const plain = new Servers();
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  plain.close();
  server.closeAllConnections();
  server.close();
});

const socket = (url: string) => `import { WebSocket } from 'k6/websockets';
  export default function () {
    const ws = new WebSocket('${url}');
    ws.onopen = () => console.log('open'); ws.onerror = (e) => console.log(e.error); ws.onclose = (e) => console.log('close', e.code);
  }`;
const get = (url: string) => `import http from 'k6/http';
  export default async function () { const r = await http.get('${url}'); console.log(r.status, r.body, r.error_code, r.error, r.tls_version) }`;

describe('TLS on loopback', () => {
  it('a self-signed certificate is refused, in Go’s words', async () => {
    const { context } = await once(socket(`wss://localhost:${port}/`));
    expect(context.printed).toEqual([
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'close undefined',
    ]);
    const request = await once(get(`https://localhost:${port}/`));
    expect(request.context.printed).toEqual(['0 null 1310 x509: certificate signed by unknown authority ']);
  });

  it('insecureSkipTLSVerify accepts a self-signed certificate', async () => {
    const context = new Recorder({ insecureSkipTLSVerify: true });
    await once(socket(`wss://localhost:${port}/`), { context });
    await once(get(`https://127.0.0.1:${port}/`), { context });
    expect(context.printed).toEqual(['open', 'close 1000', '200 secure 0  tls1.3']);
    expect(context.of('http_reqs')[0]?.tags.tls_version).toBe('tls1.3');
    expect(context.values('data_received').every((bytes) => bytes > 500)).toBe(true);
  });

  it('a server that speaks no TLS is an error that says so', async () => {
    const address = await plain.tcp((peer) => peer.once('data', () => peer.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const { context } = await once(socket(`wss://${address}/`));
    expect(context.printed[0]).toBe('tls: first record does not look like a TLS handshake');
  });
});
