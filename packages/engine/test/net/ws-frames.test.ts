import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { closeText, encodeFrame, FrameReader, Opcode } from '../../src/net/ws-frames.ts';
import { propertyRuns } from '../deep.ts';

/** An unmasked frame, as a server sends it. */
function serverFrame(opcode: number, payload: Buffer, final = true): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0, length])
      : length < 65_536
        ? Buffer.from([0, 126, length >> 8, length & 255])
        : Buffer.concat([Buffer.from([0, 127, 0, 0, 0, 0]), Buffer.from(new Uint32Array([length]).buffer).reverse()]);
  head[0] = (final ? 0x80 : 0) | opcode;
  return Buffer.concat([head, payload]);
}

function read(chunks: readonly Buffer[]): string[] {
  const seen: string[] = [];
  const reader = new FrameReader({
    text: (data) => seen.push(`text ${data}`),
    binary: (data) => seen.push(`binary ${Buffer.from(data).toString('hex')}`),
    control: (opcode, payload) => seen.push(`${opcode} ${payload.toString('hex')}`),
    broken: (error) => seen.push(error),
  });
  // One buffer for all chunks, as the sockets share it: nothing may be kept of it.
  const shared = Buffer.alloc(Math.max(1, ...chunks.map(({ length }) => length)));
  for (const chunk of chunks) {
    chunk.copy(shared);
    reader.read(shared.subarray(0, chunk.length));
  }
  return seen;
}

describe('a WebSocket message beyond the bound', () => {
  const over = (frames: readonly Buffer[]): string[] => {
    const seen: string[] = [];
    const nothing = () => {};
    const events = {
      text: () => seen.push('text'),
      binary: nothing,
      control: nothing,
      broken: (error: string, code?: number) => seen.push(code === 1009 ? error : 'broken otherwise'),
    };
    const reader = new FrameReader(events, 1_000);
    for (const frame of frames) reader.read(frame);
    return seen;
  };
  const says = 'websocket: read limit exceeded: more than 1000 bytes in one message';

  it('is ended once its length is announced, before its bytes come', () => {
    expect(over([serverFrame(Opcode.text, Buffer.alloc(5_000)).subarray(0, 10)])).toEqual([says]);
    expect(over([Buffer.from([0x81, 127, 0x7f, 255, 255, 255, 255, 255, 255, 255])])).toEqual([says]);
  });

  it('is ended in the frame that goes beyond it', () => {
    const part = Buffer.alloc(400);
    const next = serverFrame(Opcode.continuation, part, false);
    expect(over([serverFrame(Opcode.text, part, false), next, next, next])).toEqual([says]);
  });

  it('leaves the count of the next one as it is', () => {
    const whole = [
      serverFrame(Opcode.text, Buffer.alloc(500), false),
      serverFrame(Opcode.continuation, Buffer.alloc(400)),
    ];
    expect(over([...whole, ...whole])).toEqual(['text', 'text']);
  });
});

describe('WebSocket frames', () => {
  it('frames are read the same however the stream is cut', () => {
    const message = fc.record({
      text: fc.boolean(),
      parts: fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { minLength: 1, maxLength: 4 }),
      ping: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(300)), (messages, cuts) => {
        const expected: string[] = [];
        const frames: Buffer[] = [];
        for (const { text, parts, ping } of messages) {
          parts.forEach((part, index) => {
            const opcode = index > 0 ? Opcode.continuation : text ? Opcode.text : Opcode.binary;
            frames.push(serverFrame(opcode, Buffer.from(part), index === parts.length - 1));
            if (ping && index === 0) {
              frames.push(serverFrame(Opcode.ping, Buffer.from('p')));
              if (parts.length > 1) expected.push('9 70');
            }
          });
          const whole = parts.join('');
          expected.push(text ? `text ${whole}` : `binary ${Buffer.from(whole).toString('hex')}`);
          if (ping && parts.length === 1) expected.push('9 70');
        }
        const stream = Buffer.concat(frames);
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(stream.subarray(at, at + cut));
          at = Math.min(stream.length, at + cut);
        }
        chunks.push(stream.subarray(at));
        expect(read(chunks)).toEqual(expected);
      }),
      propertyRuns(),
    );
  });

  it.each([100, 1000, 100_000])('frames of %i bytes are written so that ws reads them', async (length) => {
    const text = 'é'.repeat(length / 2);
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const received = new Promise((resolve) => {
      server.on('connection', (socket) => socket.on('message', (data) => resolve(data.toString())));
    });
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const key = Buffer.alloc(16).toString('base64');
    client.write(
      `GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    client.write(encodeFrame(Opcode.text, text, Buffer.alloc));
    expect(await received).toBe(text);
    client.destroy();
    server.close();
  });

  it('a frame of 100,000 bytes is read in pieces', () => {
    const payload = Buffer.alloc(100_000, 'x');
    const stream = serverFrame(Opcode.text, payload);
    expect(read([stream.subarray(0, 5), stream.subarray(5, 60_000), stream.subarray(60_000)])).toEqual([
      `text ${payload.toString()}`,
    ]);
  });

  it('a frame of many megabytes is read in a buffer that doubles, however small the pieces', () => {
    const allocated = vi.spyOn(Buffer, 'allocUnsafeSlow');
    const payload = Buffer.alloc(12 << 20, 'x');
    const stream = serverFrame(Opcode.binary, payload);
    let length = 0;
    const nothing = () => undefined;
    const reader = new FrameReader({
      text: nothing,
      binary: (data) => {
        length = data.length;
      },
      control: nothing,
      broken: nothing,
    });
    for (let at = 0; at < stream.length; at += 65_536) reader.read(stream.subarray(at, at + 65_536));
    const bytes = allocated.mock.calls.reduce((sum, [size]) => sum + size, 0);
    allocated.mockRestore();
    expect(length).toBe(payload.length);
    expect(bytes).toBeLessThan(3 * payload.length);
  });

  it.each([
    ['a masked frame', encodeFrame(Opcode.text, 'x', Buffer.alloc), 'websocket: incorrect mask flag'],
    ['reserved bits', Buffer.from([0xc1, 0]), 'websocket: unexpected reserved bits 0x40'],
    ['an unknown opcode', Buffer.from([0x83, 0]), 'websocket: unknown opcode 3'],
    ['a control frame in parts', Buffer.from([0x09, 0]), 'websocket: control frame not final'],
    ['a continuation of nothing', Buffer.from([0x80, 0]), 'websocket: continuation after final message frame'],
    [
      'a message inside another',
      Buffer.from([0x01, 0, 0x81, 0]),
      'websocket: message start before final message frame',
    ],
  ])('a frame with %s breaks the protocol, and nothing is read after it', (_what, bytes, error) => {
    expect(read([Buffer.concat([bytes, serverFrame(Opcode.text, Buffer.from('later'))])])).toEqual([error]);
  });

  it('a close has the text that gorilla gives it', () => {
    expect([closeText(1000, ''), closeText(1006, 'unexpected EOF'), closeText(4001, 'mine')]).toEqual([
      'websocket: close 1000 (normal)',
      'websocket: close 1006 (abnormal closure): unexpected EOF',
      'websocket: close 4001: mine',
    ]);
  });
});
