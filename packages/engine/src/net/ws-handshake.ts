import { createHash } from 'node:crypto';
import type { WsReply, WsRequest } from '../ports/websocket.ts';
import type { DialAddress } from './dial-address.ts';
import type { RefusalBody } from './refusal-body.ts';
import { canonical, hasToken } from './response-head.ts';

/** The HTTP answer to an upgrade, with headers by canonical name. */
export type UpgradeAnswer = Pick<WsReply, 'status' | 'headers'>;

/** The state of an upgrade. It is dropped once the socket is open. */
export interface Handshake {
  readonly request: WsRequest;
  readonly url: URL;
  readonly address: DialAddress;
  readonly key: string;
  /** By the clock of `performance.now()`. */
  readonly startedAt: number;
  head: Buffer;
  refusal?: { answer: UpgradeAnswer; body: RefusalBody };
  /** `ip:port` of this side, kept because a broken socket no longer has it. */
  local: string | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Headers that the dialer sets itself. */
const reserved = ['Upgrade', 'Connection', 'Sec-Websocket-Key', 'Sec-Websocket-Version', 'Sec-Websocket-Extensions'];

/** The error with which gorilla's dialer refuses a request before it dials. */
export function malformed({ headers }: WsRequest, url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'malformed ws or wss URL';
  const own = headers.find(([name]) => reserved.includes(name))?.[0];
  return own && `websocket: duplicate header not allowed: ${own}`;
}

export function handshakeText({ request, url, key }: Handshake): string {
  const host = request.headers.find(([name]) => name === 'Host')?.[1] ?? url.host;
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
    ...request.headers.filter(([name]) => name !== 'Host').map(([name, value]) => `${canonical(name)}: ${value}`),
    ...(request.protocols === '' ? [] : [`Sec-WebSocket-Protocol: ${request.protocols}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

export function isUpgrade({ status, headers }: UpgradeAnswer, key: string): boolean {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return (
    status === 101 &&
    hasToken(headers.Upgrade, 'websocket') &&
    hasToken(headers.Connection, 'upgrade') &&
    headers['Sec-Websocket-Accept'] === accept
  );
}
