import type { Socket } from 'node:net';

const size = 16_384;
let shared = Buffer.allocUnsafeSlow(size);

/**
 * Room for bytes that go to `send` next. All connections share it, since the system takes most writes at once: a buffer
 * for each would be garbage that outlives its write by minutes.
 */
export function sendRoom(length: number): Buffer {
  return length <= size ? shared.subarray(0, length) : Buffer.allocUnsafeSlow(length);
}

/** Writes what `sendRoom` gave. Bytes that the system has not taken yet keep their buffer. */
export function send(socket: Socket, bytes: Buffer, written?: () => void): void {
  socket.write(bytes, written);
  if (socket.writableLength > 0 && bytes.buffer === shared.buffer) shared = Buffer.allocUnsafeSlow(size);
}
