import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { tenantWith } from './client.ts';

/** What a server answers to these bytes of HTTP, until it closes the connection. */
async function answerTo(address: string, text: string): Promise<string> {
  const [host = '', port] = address.split(':');
  const socket = connect(Number(port), host);
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes;
  });
  socket.write(text);
  // The second request asks for the connection to be closed.
  await once(socket, 'close');
  return answer;
}

it('a request that asks for HTTP/2 is served as HTTP/1.1, its body and the next one of the connection too', async () => {
  const { addresses } = await tenantWith();
  const body = JSON.stringify({ targets: [] });
  const first = [
    'POST /api/v2/analytics/queues/observations/query HTTP/1.1',
    `Host: ${addresses.address}`,
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  const next = ['GET /headroom/state HTTP/1.1', `Host: ${addresses.address}`, 'Connection: close'];
  const answer = await answerTo(addresses.address, `${first.join('\r\n')}\r\n\r\n${body}${next.join('\r\n')}\r\n\r\n`);
  const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
  expect(statuses).toEqual(['401', '200']);
  expect(answer).toContain('"peak"');
});
