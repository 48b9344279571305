import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Refusal } from './admission/ceiling.ts';
import type { Applicant } from './admission/gate.ts';
import { GuestSocket } from './guest/guest-socket.ts';
import type { Later } from './later.ts';
import type { Tenant } from './tenant.ts';

/** A connection that wants to become a WebSocket. */
interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

/** `connection` is the socket's number in the record. */
type Serve = (socket: WebSocket, connection: number) => void;

/** Answers upgrades: guests on `/v1`, notification sockets on `/channels/<id>`. */
export class Upgrades {
  readonly #tenant: Tenant;
  readonly #later: Later;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
  #opened = 0;

  constructor(tenant: Tenant, later: Later) {
    this.#tenant = tenant;
    this.#later = later;
  }

  take(request: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const { acceptDelayMs } = this.#tenant.profile.faults;
    if (acceptDelayMs === 0) this.#route({ request, socket, head });
    else this.#later.after(acceptDelayMs, () => this.#route({ request, socket, head }));
  }

  #route(upgrade: Upgrade): void {
    const { request, socket } = upgrade;
    const { path, query } = addressOf(request);
    const from = { source: socket.remoteAddress ?? '', origin: request.headers.origin };
    if (path === '/v1') {
      const deploymentId = query.get('deploymentId') ?? '';
      this.#consider(upgrade, { kind: 'guest', ...from, deploymentId }, (webSocket, connection) => {
        new GuestSocket(this.#tenant, webSocket, deploymentId, connection);
      });
    } else if (path.startsWith('/channels/')) {
      const id = path.slice('/channels/'.length);
      const applicant: Applicant = { kind: 'notifications', ...from, deploymentId: undefined };
      if (!this.#tenant.channels.has(id)) this.#refuse(socket, applicant, { status: 404, body: 'Not Found' });
      else
        this.#consider(upgrade, applicant, (webSocket) =>
          this.#tenant.channels.connect(id, webSocket, (topic) => this.#tenant.permits(topic)),
        );
    } else refuse(socket, { status: 404, body: 'Not Found' });
  }

  #consider(upgrade: Upgrade, who: Applicant, serve: Serve): void {
    const { socket } = upgrade;
    const fault = this.#tenant.faults.upgrade(who.source, Date.now());
    if (fault?.kind === 'stalled') return;
    if (fault?.kind === 'reset') socket.resetAndDestroy();
    else if (fault?.kind === 'answered')
      this.#refuse(socket, who, { status: fault.status, body: STATUS_CODES[fault.status] ?? '' });
    else {
      const refusal = this.#tenant.gate.refusal(who, Date.now());
      if (refusal !== undefined) this.#refuse(socket, who, refusal);
      else this.#admit(upgrade, who, fault?.kind === 'half-open' ? (webSocket) => webSocket.pause() : serve);
    }
  }

  #admit({ request, socket, head }: Upgrade, who: Applicant, serve: Serve): void {
    const { gate, record } = this.#tenant;
    const { kind, source, deploymentId } = who;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      gate.entered(who);
      const connection = ++this.#opened;
      const deployment = deploymentId ? { deploymentId } : {};
      record.add({ kind: 'socket-opened', socket: kind, connection, source, ...deployment });
      webSocket.on('error', () => webSocket.terminate());
      webSocket.once('close', (code) => {
        gate.left(who);
        record.add({ kind: 'socket-closed', socket: kind, connection, code });
      });
      serve(webSocket, connection);
    });
  }

  #refuse(socket: Socket, { kind, source }: Applicant, refusal: Refusal): void {
    this.#tenant.record.add({ kind: 'upgrade-refused', socket: kind, status: refusal.status, source });
    refuse(socket, refusal);
  }
}

/** The path and query of a request, whatever it is that was asked for. */
export function addressOf({ url = '/' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', ...rest] = url.split('?');
  return { path, query: new URLSearchParams(rest.join('?')) };
}

/** Answers an upgrade before the handshake, body and all. */
function refuse(socket: Socket, { status, body, retryAfterSeconds }: Refusal): void {
  const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${retry}Connection: close\r\n\r\n${body}`,
  );
}
