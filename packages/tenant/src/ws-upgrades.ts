import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { UpgradeRefusal } from './admission/connection-ceiling.ts';
import type { UpgradeRequest } from './admission/upgrade-admission.ts';
import { GuestSocket } from './guest/guest-socket.ts';
import type { Tenant } from './org/tenant.ts';

/** An HTTP connection that asks to become a WebSocket. */
interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Serves an open socket; `connection` is its number in the record. */
type Serve = (socket: WebSocket, connection: number) => void;

/** Answers WebSocket upgrades: guests on `/v1`, notification sockets on `/channels/<id>`. */
export class WsUpgrades {
  readonly #tenant: Tenant;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
  #opened = 0;

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
  }

  take(request: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const { acceptDelayMs } = this.#tenant.profile.faults;
    if (acceptDelayMs === 0) this.#route({ request, socket, head });
    else this.#tenant.clock.after(acceptDelayMs, () => this.#route({ request, socket, head }));
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
      const notificationSocket: UpgradeRequest = { kind: 'notifications', ...from, deploymentId: undefined };
      if (!this.#tenant.channels.has(id)) this.#refuse(socket, notificationSocket, { status: 404, body: 'Not Found' });
      else
        this.#consider(upgrade, notificationSocket, (webSocket) =>
          this.#tenant.channels.connect(id, webSocket, (topic) => this.#tenant.permits(topic)),
        );
    } else refuse(socket, { status: 404, body: 'Not Found' });
  }

  #consider(upgrade: Upgrade, asked: UpgradeRequest, serve: Serve): void {
    const { socket } = upgrade;
    const nowMs = this.#tenant.clock.now();
    const fault = this.#tenant.faults.upgrade(asked.source, nowMs);
    if (fault?.kind === 'stalled') return;
    if (fault?.kind === 'reset') socket.resetAndDestroy();
    else if (fault?.kind === 'answered')
      this.#refuse(socket, asked, { status: fault.status, body: STATUS_CODES[fault.status] ?? '' });
    else {
      const refusal = this.#tenant.admission.refusal(asked, nowMs);
      if (refusal !== undefined) this.#refuse(socket, asked, refusal);
      else this.#admit(upgrade, asked, fault?.kind === 'half-open' ? (webSocket) => webSocket.pause() : serve);
    }
  }

  #admit({ request, socket, head }: Upgrade, asked: UpgradeRequest, serve: Serve): void {
    const { admission, record } = this.#tenant;
    const { kind, source, deploymentId } = asked;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      admission.opened(asked);
      const connection = ++this.#opened;
      const deployment = deploymentId ? { deploymentId } : {};
      record.add({ kind: 'socket-opened', socket: kind, connection, source, ...deployment });
      webSocket.on('error', () => webSocket.terminate());
      webSocket.once('close', (code) => {
        this.#release(asked);
        record.add({ kind: 'socket-closed', socket: kind, connection, code });
      });
      serve(webSocket, connection);
      if (kind === 'guest') this.#cutWhenDue(webSocket);
    });
  }

  /** The place of a socket that closed comes free, at once or as the ceiling says. */
  #release(asked: UpgradeRequest): void {
    const { admission, clock, profile } = this.#tenant;
    const seconds = profile.ceiling?.releaseSeconds ?? 0;
    if (seconds === 0) admission.closed(asked);
    else clock.after(seconds * 1_000, () => admission.closed(asked));
  }

  /** Cuts what the profile has cut: the oldest socket above a ceiling that evicts, and this one at its age. */
  #cutWhenDue(webSocket: WebSocket): void {
    const { ceiling, admission, guests, faults, clock } = this.#tenant;
    if (ceiling.evicts && admission.open.guest > ceiling.limit) guests.values().next().value?.cut();
    const afterMs = faults.cutAfterMs();
    if (afterMs === undefined) return;
    clock.after(afterMs, () => {
      if (webSocket.readyState !== webSocket.OPEN) return;
      faults.cut(clock.now());
      webSocket.terminate();
    });
  }

  #refuse(socket: Socket, { kind, source }: UpgradeRequest, refusal: UpgradeRefusal): void {
    this.#tenant.record.add({ kind: 'upgrade-refused', socket: kind, status: refusal.status, source });
    refuse(socket, refusal);
  }
}

/** The path and the query of a request. A malformed target gives what can be made of it, never an error. */
export function addressOf({ url = '/' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', ...rest] = url.split('?');
  return { path, query: new URLSearchParams(rest.join('?')) };
}

/** Answers an upgrade with an HTTP response instead of the handshake. */
function refuse(socket: Socket, { status, body, retryAfterSeconds }: UpgradeRefusal): void {
  const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${retry}Connection: close\r\n\r\n${body}`,
  );
}
