import { Opcode } from '../../net/ws-frames.ts';
import type { Host } from '../../vu/host.ts';
import { bytesOf } from '../common/bytes.ts';
import { initContextError } from '../common/init-context.ts';
import { wsRequest, wsUrl } from '../upgrade/ws-upgrade.ts';
import { type BlobClass, blobBytes, createBlob } from './blob.ts';
import { parseParams, parseProtocols, socketTags } from './params.ts';
import { type EventName, type Listener, ReadyState, type SocketEvents, SocketSession } from './socket-session.ts';

const eventNames: readonly string[] = ['open', 'message', 'error', 'close', 'ping', 'pong'];

/** The module `k6/websockets`. */
export function createWebSockets(host: Host) {
  const Blob = createBlob(host);
  return { WebSocket: createWebSocket(host, Blob), Blob };
}

function createWebSocket(host: Host, Blob: BlobClass) {
  class WebSocket {
    readonly #session: SocketSession;
    readonly #events: Events;
    readonly url: string;

    constructor(url?: unknown, protocols?: unknown, given?: unknown) {
      const { iteration } = host.vu;
      if (!iteration) throw initContextError(host, 'websockets');
      if (iteration.refusesProgress) {
        throw host.hazard('a WebSocket opened inside a k6/ws handler makes no progress until ws.connect returns');
      }
      if (iteration.inCloseHandler) {
        throw host.hazard(
          'reconnecting straight from an onclose or onerror handler can repeat for ever once a VU is interrupted: reconnect through a timer',
        );
      }
      if (url === undefined) throw host.typeError('WebSocket requires a url');
      const parsed = wsUrl(host, url);
      const params = parseParams(host, given);
      this.url = parsed.href;
      this.#events = new Events(this, this.url, Blob, host);
      const request = wsRequest(host, this.url, params, parseProtocols(host, protocols));
      const tags = socketTags(host, this.url, params.tags);
      this.#session = new SocketSession(host, iteration, request, tags, this.#events);
    }

    get readyState(): number {
      return this.#session.readyState;
    }

    get bufferedAmount(): number {
      return this.#session.bufferedAmount;
    }

    get protocol(): string {
      return this.#session.protocol;
    }

    get extensions(): string {
      return this.#session.extensions;
    }

    get binaryType(): string {
      return this.#events.binaryType;
    }

    set binaryType(type: unknown) {
      if (type !== 'blob' && type !== 'arraybuffer') {
        throw host.typeError(`unknown binaryType ${String(type)}, the supported ones are "blob" and "arraybuffer"`);
      }
      this.#events.binaryType = type;
    }

    send(data: unknown): void {
      this.#assertOpen();
      if (typeof data === 'string') {
        this.#session.send(Opcode.text, data);
        return;
      }
      const bytes = blobBytes(data) ?? bytesOf(data);
      if (!bytes) throw host.typeError(`unsupported send type ${typeof data}`);
      this.#session.send(Opcode.binary, bytes);
    }

    ping(): void {
      this.#assertOpen();
      this.#session.sendPing();
    }

    close(code: unknown = 1000, reason: unknown = ''): void {
      const status = Number(code);
      if (status !== 1000 && !(status >= 3000 && status <= 4999)) {
        throw host.error(`InvalidAccessError: the close code must be 1000 or 3000 to 4999, not ${String(code)}`);
      }
      if (Buffer.byteLength(String(reason)) > 123) {
        throw host.error('SyntaxError: the close reason must be no longer than 123 bytes');
      }
      if (this.readyState === ReadyState.connecting) this.#session.cancel();
      else if (this.readyState === ReadyState.open) this.#session.close(status, String(reason));
    }

    addEventListener(event: unknown, listener: unknown): void {
      if (typeof listener !== 'function') throw host.typeError('addEventListener needs a function');
      if (!eventNames.includes(String(event))) {
        host.context.log('warning', `Unknown event name "${String(event)}" for a WebSocket listener`);
        return;
      }
      this.#events.add(event as EventName, listener as Listener);
    }

    #assertOpen(): void {
      if (this.readyState !== ReadyState.open) {
        throw host.error('InvalidStateError: the WebSocket is not in the OPEN state');
      }
    }

    static {
      for (const [name, value] of Object.entries(ReadyState)) {
        for (const owner of [WebSocket, WebSocket.prototype]) {
          Object.defineProperty(owner, name.toUpperCase(), { value, enumerable: true });
        }
      }
      for (const name of eventNames as readonly EventName[]) {
        Object.defineProperty(WebSocket.prototype, `on${name}`, {
          get(this: WebSocket) {
            const found = this.#events.handlers?.[name];
            return found && ((event: object) => found(event));
          },
          set(this: WebSocket, value: unknown) {
            this.#events.set(name, value);
          },
          enumerable: true,
          configurable: true,
        });
      }
    }
  }
  return WebSocket;
}

/** The handlers and listeners of one socket. The `on…` handler runs first, then listeners in their order. */
class Events implements SocketEvents {
  readonly #socket: object;
  readonly #url: string;
  readonly #Blob: BlobClass;
  readonly #host: Host;
  #listeners: Partial<Record<EventName, Listener[]>> | undefined;
  handlers: Partial<Record<EventName, Listener | undefined>> | undefined;
  binaryType = 'blob';

  constructor(socket: object, url: string, Blob: BlobClass, host: Host) {
    this.#socket = socket;
    this.#url = url;
    this.#Blob = Blob;
    this.#host = host;
  }

  add(event: EventName, listener: Listener): void {
    this.#listeners ??= {};
    const list = this.#listeners[event];
    if (list) list.push(listener);
    else this.#listeners[event] = [listener];
  }

  /** Sets an `on…` handler. */
  set(event: EventName, value: unknown): void {
    if (value !== null && value !== undefined && typeof value !== 'function') {
      throw this.#host.typeError(`a value for 'on${event}' should be callable`);
    }
    this.handlers = { ...this.handlers, [event]: (value ?? undefined) as Listener | undefined };
  }

  emit(type: EventName, more: object): void {
    const handler = this.handlers?.[type];
    const listeners = this.#listeners?.[type];
    if (!handler && !listeners) return;
    const origin = type === 'message' ? { origin: this.#url } : {};
    const event = { type, target: this.#socket, timestamp: Date.now(), ...more, ...origin };
    handler?.call(this.#socket, event);
    for (const listener of listeners ?? []) listener.call(this.#socket, event);
  }

  binary(data: Uint8Array): unknown {
    return this.binaryType === 'blob' ? new this.#Blob([data]) : this.#host.arrayBuffer(data);
  }
}
