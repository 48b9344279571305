import { randomBytes } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import type { ConsolidatedOptions } from '../contract/options.ts';
import type { IoCaller, Traffic } from '../ports/io.ts';
import type { WsConnection, WsEnd, WsEvents, WsReply, WsRequest } from '../ports/websocket.ts';
import { type DialTcp, dialTcp, dialTimeoutMs, dialTls, localAddressOf, tcpOf } from './dial.ts';
import { type Destination, hostPort } from './dial-address.ts';
import { dialFailure, streamFailure } from './go-errors.ts';
import { RefusalBody } from './refusal-body.ts';
import { canonicalHeaders, couldBeHttp, firstLineEnd, parseHead } from './response-head.ts';
import { send, sendRoom } from './send-buffer.ts';
import { closePayload, closeText, encodeFrame, type FrameEvents, FrameReader, Opcode } from './ws-frames.ts';
import { type Handshake, handshakeText, isUpgrade, malformed, type UpgradeAnswer } from './ws-handshake.ts';

/** k6's limit for dial, TLS and upgrade together. */
const handshakeTimeoutMs = 60_000;
const bodyLimit = 1024;

type ConnectionState = 'dialling' | 'securing' | 'waiting' | 'refusing' | 'open' | 'done';

/** A WebSocket client connection that behaves as gorilla's dialer does in k6. */
export class WsClient implements WsConnection, FrameEvents {
  readonly #events: WsEvents;
  readonly #caller: IoCaller;
  #socket: Socket | undefined;
  #reader: FrameReader | undefined;
  #handshake: Handshake | undefined;
  /** The bytes of a TLS connection that were counted so far; undefined on a plain one. */
  #secure: Traffic | undefined;
  #state: ConnectionState = 'dialling';
  #closeSent = false;

  constructor(
    request: WsRequest,
    { url, secure, resolved }: Destination,
    events: WsEvents,
    caller: IoCaller,
    options: ConsolidatedOptions,
    dial: DialTcp = dialTcp,
  ) {
    this.#events = events;
    this.#caller = caller;
    if (secure) this.#secure = { sent: 0, received: 0 };
    const wrong = malformed(request, url);
    if (wrong || resolved.kind !== 'address') {
      const error = wrong ?? (resolved.kind === 'address' ? '' : resolved.error);
      setImmediate(() => this.#fail(error));
      return;
    }
    const { address } = resolved;
    const key = randomBytes(16).toString('base64');
    const known = { request, url, address, key, startedAt: performance.now() };
    this.#handshake = { ...known, head: Buffer.alloc(0), local: undefined, timer: undefined };
    this.#arm(dialTimeoutMs);
    const localAddress = localAddressOf(options, caller.vuId);
    const onBytes = (bytes: Buffer) => this.#received(bytes);
    const servername = isIP(url.hostname) ? '' : url.hostname;
    const socket = secure
      ? dialTls(address, localAddress, { servername, insecure: options.insecureSkipTLSVerify }, onBytes)
      : dial(address, localAddress, onBytes);
    this.#socket = socket;
    tcpOf(socket).once('connect', () => this.#connected());
    if (secure) socket.once('secureConnect', () => this.#ask());
    const over = () => this.#ended(undefined);
    socket.on('end', over);
    socket.on('error', (error) => this.#ended(error));
    socket.on('close', over);
  }

  get buffered(): number {
    return this.#socket?.writableLength ?? 0;
  }

  send(opcode: number, payload: string | Uint8Array): void {
    if (this.#state !== 'open') return;
    if (opcode === Opcode.close) this.#close(payload);
    else this.#frame(opcode, payload);
  }

  destroy(): void {
    this.#state = 'done';
    this.#countTls();
    this.#release();
    if (this.buffered > 0) this.#socket?.destroySoon();
    else this.#socket?.destroy();
  }

  /** A connection has one close frame from each side (RFC 6455 section 5.5.1). */
  #close(payload: string | Uint8Array): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    this.#frame(Opcode.close, payload);
  }

  #frame(opcode: number, payload: string | Uint8Array): void {
    this.#write(encodeFrame(opcode, payload, sendRoom));
  }

  #write(bytes: Buffer): void {
    if (this.#socket) send(this.#socket, bytes);
    if (!this.#secure) this.#caller.traffic.sent += bytes.length;
  }

  #arm(ms: number): void {
    const handshake = this.#handshake;
    if (!handshake) return;
    clearTimeout(handshake.timer);
    handshake.timer = setTimeout(() => this.#timedOut(), ms);
  }

  #timedOut(): void {
    // A refusal whose body stalls is reported with the part of the body that came, as k6 does.
    if (this.#state === 'refusing') this.#refuse();
    else this.#failWith(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
  }

  #where() {
    const address = this.#handshake?.address ?? { host: '', port: 0 };
    const local = this.#handshake?.local;
    const host = this.#socket?.remoteAddress ?? (address.host === 'localhost' ? '127.0.0.1' : address.host);
    return { host, port: address.port, local };
  }

  #connected(): void {
    const handshake = this.#handshake;
    const socket = this.#socket;
    if (!handshake || !socket || this.#state !== 'dialling') return;
    const { localAddress, localPort } = tcpOf(socket);
    handshake.local = hostPort(localAddress ?? '', localPort ?? 0);
    this.#arm(handshakeTimeoutMs - (performance.now() - handshake.startedAt));
    this.#state = 'securing';
    if (!this.#secure) this.#ask();
  }

  /** Sends the upgrade request. */
  #ask(): void {
    if (!this.#handshake || this.#state !== 'securing') return;
    this.#state = 'waiting';
    this.#write(Buffer.from(handshakeText(this.#handshake)));
  }

  /** Counts the bytes on the wire of a TLS connection, which is what k6 counts. */
  #countTls(): void {
    const counted = this.#secure;
    if (!counted || !this.#socket) return;
    const { bytesRead, bytesWritten } = tcpOf(this.#socket);
    this.#caller.traffic.sent += bytesWritten - counted.sent;
    this.#caller.traffic.received += bytesRead - counted.received;
    counted.sent = bytesWritten;
    counted.received = bytesRead;
  }

  #received(bytes: Buffer): void {
    if (this.#secure) this.#countTls();
    else this.#caller.traffic.received += bytes.length;
    if (this.#state === 'open') this.#reader?.read(bytes);
    else if (this.#state === 'waiting') this.#readHead(bytes);
    else if (this.#state === 'refusing') this.#readBody(bytes);
  }

  #readHead(bytes: Buffer): void {
    const handshake = this.#handshake;
    if (!handshake) return;
    handshake.head = Buffer.concat([handshake.head, bytes]);
    const end = handshake.head.indexOf('\r\n\r\n');
    if (end < 0 && handshake.head.length < 65_536 && couldBeHttp(handshake.head)) return;
    const text = handshake.head.toString('latin1', 0, end < 0 ? firstLineEnd(handshake.head) : end);
    const head = parseHead(text);
    if (typeof head === 'string') {
      this.#fail(head);
      return;
    }
    const rest = handshake.head.subarray(end + 4);
    const answer = { status: head.status, headers: canonicalHeaders(head.headers) };
    if (isUpgrade(answer, handshake.key)) {
      this.#open(answer, rest);
      return;
    }
    this.#state = 'refusing';
    handshake.refusal = { answer, body: new RefusalBody(answer.status, answer.headers, bodyLimit) };
    this.#readBody(rest);
  }

  #readBody(bytes: Buffer): void {
    const refusal = this.#handshake?.refusal;
    refusal?.body.add(bytes);
    if (refusal?.body.complete) this.#refuse();
  }

  #refuse(): void {
    const refusal = this.#handshake?.refusal;
    if (!refusal) return;
    const reply = this.#reply(refusal.answer, refusal.body.body);
    this.destroy();
    this.#events.refused(reply);
  }

  #reply({ status, headers }: UpgradeAnswer, body: string): WsReply {
    return {
      status,
      headers,
      body,
      protocol: headers['Sec-Websocket-Protocol'] ?? '',
      extensions: headers['Sec-Websocket-Extensions'] ?? '',
      remoteIp: this.#remoteIp,
    };
  }

  /** The dialled IP where there is one, since a socket that is asked for its peer keeps the answer in memory. */
  get #remoteIp(): string {
    const dialled = this.#handshake?.address.host ?? '';
    return isIP(dialled) === 4 ? dialled : (this.#socket?.remoteAddress ?? '');
  }

  #open(answer: UpgradeAnswer, rest: Buffer): void {
    const reply = this.#reply(answer, '');
    this.#release();
    this.#state = 'open';
    this.#reader = new FrameReader(this);
    this.#events.opened(reply);
    if (rest.length > 0 && this.#state === 'open') this.#reader.read(Buffer.from(rest));
  }

  text(data: string): void {
    this.#events.text(data);
  }

  binary(data: Uint8Array): void {
    this.#events.binary(data);
  }

  control(opcode: number, payload: Buffer): void {
    if (opcode === Opcode.ping) {
      this.#frame(Opcode.pong, payload);
      this.#events.ping();
    } else if (opcode === Opcode.pong) this.#events.pong(payload.toString());
    else this.#closedByPeer(payload);
  }

  #closedByPeer(payload: Buffer): void {
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    const reason = payload.toString('utf8', 2);
    this.#close(closePayload(code === 1005 ? 0 : code, ''));
    this.#end({ code, reason, error: closeText(code, reason) });
  }

  /** With a code scripts get an error event: the bound is the engine's own, and k6 would have read on. */
  broken(error: string, code: 0 | 1009 = 0): void {
    this.#close(closePayload(code || 1002, error.replace('websocket: ', '')));
    this.#end({ code, reason: '', error });
  }

  #ended(error: NodeJS.ErrnoException | undefined): void {
    if (this.#state === 'done') return;
    if (this.#state === 'open') {
      const reason = 'unexpected EOF';
      if (error) this.#broke(error);
      else this.#end({ code: 1006, reason, error: closeText(1006, reason) });
      return;
    }
    if (this.#state === 'refusing') this.#refuse();
    else if (error) this.#failWith(error);
    else this.#fail((this.#handshake?.head.length ?? 0) > 0 ? 'unexpected EOF' : 'EOF');
  }

  #failWith(error: NodeJS.ErrnoException): void {
    const failure = this.#state === 'dialling' ? dialFailure : streamFailure;
    this.#fail(failure(error, this.#where()).text);
  }

  /** Reports an error of an open socket, in k6's short text: the addresses for the long one are no longer kept. */
  #broke(error: NodeJS.ErrnoException): void {
    const { short } = streamFailure(error, this.#where());
    this.#end({ code: 0, reason: '', error: short, unwritten: error.syscall === 'write' });
  }

  #end(end: WsEnd): void {
    this.#state = 'done';
    this.#countTls();
    this.#release();
    this.#socket?.destroySoon();
    this.#events.ended(end);
  }

  #fail(error: string): void {
    if (this.#state === 'done') return;
    this.destroy();
    this.#events.failed(error);
  }

  #release(): void {
    clearTimeout(this.#handshake?.timer);
    this.#handshake = undefined;
    if (this.#state === 'done') this.#reader?.stop();
  }
}
