import type { Socket } from 'node:net';

const size = 16_384;
let shared = Buffer.allocUnsafeSlow(size);

/**
 * Gives a buffer for the bytes of the next `send`. All connections share one, since the system takes most writes at
 * once, and a buffer for each write would stay in memory for minutes as garbage.
 */
export function sendRoom(length: number): Buffer {
  return length <= size ? shared.subarray(0, length) : Buffer.allocUnsafeSlow(length);
}

/**
 * Writes bytes that `sendRoom` gave. When the system has not taken them all, they keep the buffer and a new one is
 * shared.
 */
export function send(socket: Socket, bytes: Buffer, written?: () => void): void {
  socket.write(bytes, written);
  if (socket.writableLength > 0 && bytes.buffer === shared.buffer) shared = Buffer.allocUnsafeSlow(size);
}
