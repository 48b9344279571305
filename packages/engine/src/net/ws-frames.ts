import { randomFillSync } from 'node:crypto';
import { MAX_MESSAGE_BYTES } from './read-bounds.ts';

/** RFC 6455 frames: the client's side writes masked frames and reads unmasked ones. No extension is negotiated. */
export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const keys = Buffer.alloc(8192);
let keyAt = keys.length;

/** Encodes one masked frame into the buffer that `room` gives for its length. */
export function encodeFrame(opcode: number, payload: string | Uint8Array, room: (length: number) => Buffer): Buffer {
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
  const headerLength = length < 126 ? 6 : length < 65_536 ? 8 : 14;
  const frame = room(headerLength + length);
  frame[0] = 0x80 | opcode;
  if (length < 126) frame[1] = 0x80 | length;
  else if (length < 65_536) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  if (typeof payload === 'string') frame.write(payload, headerLength);
  else frame.set(payload, headerLength);
  mask(frame, headerLength);
  return frame;
}

function mask(frame: Buffer, start: number): void {
  if (keyAt >= keys.length) {
    randomFillSync(keys);
    keyAt = 0;
  }
  keys.copy(frame, start - 4, keyAt, keyAt + 4);
  keyAt += 4;
  for (let index = start; index < frame.length; index += 1) {
    frame[index] = (frame[index] as number) ^ (frame[start - 4 + ((index - start) & 3)] as number);
  }
}

export function closePayload(code: number, reason: string): Buffer {
  if (code === 0) return Buffer.alloc(0);
  const payload = Buffer.allocUnsafe(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code, 0);
  payload.write(reason, 2);
  return payload;
}

export interface FrameEvents {
  text(data: string): void;
  /** `data` is only valid during the call. */
  binary(data: Uint8Array): void;
  control(opcode: number, payload: Buffer): void;
  /**
   * The peer broke the protocol, or (`code` 1009) a message is beyond the bound of the engine: the rest of the stream is not
   * read. `error` is gorilla's text.
   */
  broken(error: string, code?: 1009): void;
}

/**
 * Reads frames out of chunks of any size. It holds a buffer only while a frame is incomplete, so that an idle
 * connection costs none.
 */
export class FrameReader {
  readonly #events: FrameEvents;
  readonly #maxBytes: number;
  #rest: Buffer | undefined;
  #restLength = 0;
  #fragments: Buffer[] | undefined;
  #fragmentsOpcode = 0;
  #fragmentsBytes = 0;
  #stopped = false;

  /** `maxBytes`: of one message. */
  constructor(events: FrameEvents, maxBytes = MAX_MESSAGE_BYTES) {
    this.#events = events;
    this.#maxBytes = maxBytes;
  }

  /** Nothing more is read or reported. */
  stop(): void {
    this.#stopped = true;
    this.#rest = undefined;
    this.#fragments = undefined;
  }

  /** @param chunk may be reused by the caller afterwards */
  read(chunk: Buffer): void {
    let data = chunk;
    if (this.#rest) {
      const joined = this.#join(chunk);
      if (!joined) return;
      data = joined;
    }
    let at = 0;
    while (!this.#stopped) {
      const length = frameLength(data, at);
      if (length > this.#maxBytes) {
        this.#tooLong();
        return;
      }
      if (length < 0 || at + length > data.length) {
        this.#keep(data, at, length);
        return;
      }
      this.#frame(data, at, at + length);
      at += length;
      if (at === data.length) return;
    }
  }

  /** Adds a chunk to an incomplete frame. Gives all bytes once the frame is complete. */
  #join(chunk: Buffer): Buffer | undefined {
    const rest = this.#rest as Buffer;
    const needed = this.#restLength + chunk.length;
    const target = needed <= rest.length ? rest : this.#grown(rest, needed);
    chunk.copy(target, this.#restLength);
    const have = target.subarray(0, needed);
    const length = frameLength(have, 0);
    if (length < 0 || length > needed) {
      this.#rest = target;
      this.#restLength = needed;
      return undefined;
    }
    this.#rest = undefined;
    return have;
  }

  /** Doubles the buffer, up to the length that the frame has announced, so that each byte is copied twice at most. */
  #grown(rest: Buffer, needed: number): Buffer {
    const announced = frameLength(rest.subarray(0, this.#restLength), 0);
    const target = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(2 * rest.length, announced)));
    rest.copy(target, 0, 0, this.#restLength);
    return target;
  }

  #keep(data: Buffer, at: number, length: number): void {
    const have = data.length - at;
    if (have === 0) return;
    // Room for the announced frame, so that a large message is copied once, but no more than 1 MB on a peer's word.
    const room = Math.max(have, Math.min(length, 1 << 20));
    this.#rest = Buffer.allocUnsafeSlow(room);
    data.copy(this.#rest, 0, at);
    this.#restLength = have;
  }

  #frame(data: Buffer, start: number, end: number): void {
    const first = data[start] as number;
    const opcode = first & 0x0f;
    const payload = data.subarray(start + headerLength(data, start), end);
    const error = frameError(first, data[start + 1] as number, payload.length, this.#fragments !== undefined);
    if (error !== undefined) {
      this.stop();
      this.#events.broken(error);
    } else if (opcode >= Opcode.close) this.#events.control(opcode, payload);
    else this.#part(opcode, payload, (first & 0x80) !== 0);
  }

  #part(opcode: number, payload: Buffer, final: boolean): void {
    if (final && !this.#fragments) {
      this.#message(opcode, payload);
      return;
    }
    this.#fragments ??= [];
    if (opcode !== Opcode.continuation) this.#fragmentsOpcode = opcode;
    this.#fragmentsBytes += payload.length;
    if (this.#fragmentsBytes > this.#maxBytes) {
      this.#tooLong();
      return;
    }
    this.#fragments.push(Buffer.from(payload));
    if (!final) return;
    const whole = Buffer.concat(this.#fragments);
    this.#fragments = undefined;
    this.#fragmentsBytes = 0;
    this.#message(this.#fragmentsOpcode, whole);
  }

  #tooLong(): void {
    this.stop();
    this.#events.broken(`websocket: read limit exceeded: more than ${this.#maxBytes} bytes in one message`, 1009);
  }

  #message(opcode: number, payload: Buffer): void {
    if (opcode === Opcode.text) this.#events.text(payload.toString());
    else this.#events.binary(payload);
  }
}

/** gorilla's text for a frame that breaks the protocol. */
function frameError(first: number, second: number, length: number, inMessage: boolean): string | undefined {
  const opcode = first & 0x0f;
  const isControl = opcode >= Opcode.close;
  if ((first & 0x70) !== 0) return `websocket: unexpected reserved bits 0x${(first & 0x70).toString(16)}`;
  if ((second & 0x80) !== 0) return 'websocket: incorrect mask flag';
  if ((opcode > Opcode.binary && !isControl) || opcode > Opcode.pong) return `websocket: unknown opcode ${opcode}`;
  if (isControl && (first & 0x80) === 0) return 'websocket: control frame not final';
  if (isControl) return length > 125 ? 'websocket: control frame length > 125' : undefined;
  if (opcode === Opcode.continuation)
    return inMessage ? undefined : 'websocket: continuation after final message frame';
  return inMessage ? 'websocket: message start before final message frame' : undefined;
}

function headerLength(data: Buffer, at: number): number {
  const length = (data[at + 1] as number) & 0x7f;
  const masked = (data[at + 1] as number) & 0x80 ? 4 : 0;
  return (length < 126 ? 2 : length === 126 ? 4 : 10) + masked;
}

/** Length of the frame at `at` with its header; -1 when the header is not whole yet. */
function frameLength(data: Buffer, at: number): number {
  const have = data.length - at;
  if (have < 2) return -1;
  const header = headerLength(data, at);
  if (have < header) return -1;
  const short = (data[at + 1] as number) & 0x7f;
  if (short < 126) return header + short;
  return header + (short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2)));
}

const names: Readonly<Record<number, string>> = {
  1000: 'normal',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no status',
  1006: 'abnormal closure',
  1007: 'invalid payload data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'mandatory extension missing',
  1011: 'internal server error',
  1015: 'TLS handshake error',
};

/** gorilla's text of a close: `websocket: close 1011 (internal server error): reason`. */
export function closeText(code: number, reason: string): string {
  const name = names[code];
  return `websocket: close ${code}${name ? ` (${name})` : ''}${reason ? `: ${reason}` : ''}`;
}
