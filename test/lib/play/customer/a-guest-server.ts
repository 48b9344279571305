import type { ClientFrame, ServerFrame } from '@headroom/genesys-wire/guest';
import type { Wire } from '../../../../lib/transport/connection.ts';

/** The other end of a guest connection, in memory: keeps what was sent, and answers when told to. */
export class GuestServer implements Wire {
  readonly frames: ClientFrame[] = [];
  closedWith: number | undefined;

  send(frame: string): void {
    this.frames.push(JSON.parse(frame) as ClientFrame);
  }

  close(code: number): void {
    this.closedWith = code;
  }

  get last(): ClientFrame | undefined {
    return this.frames.at(-1);
  }

  /** The texts the guest has sent. */
  get texts(): string[] {
    return this.frames.flatMap((frame) =>
      frame.action === 'onMessage' && frame.message.type === 'Text' ? [frame.message.text] : [],
    );
  }
}

export const sessionResponse: ServerFrame = {
  type: 'response',
  class: 'SessionResponse',
  code: 200,
  body: { connected: true, newSession: true },
};

/** The echo that acknowledges `frame`, quoting `text` where it differs. */
export function echoOf(frame: ClientFrame | undefined, text?: string): ServerFrame {
  if (frame?.action !== 'onMessage' || frame.message.type !== 'Text') throw new Error('not a text');
  return {
    type: 'message',
    class: 'StructuredMessage',
    code: 200,
    tracingId: frame.tracingId,
    body: { direction: 'Inbound', type: 'Text', text: text ?? frame.message.text },
  };
}

/** The server asks to wait 3 s before `frame` is sent again. */
export function tooManyRequests(frame: ClientFrame | undefined): ServerFrame {
  const body = { retryAfter: 3, errorCode: 4029, errorMessage: 'slow down' };
  const tracingId = frame?.tracingId ?? '';
  return { type: 'response', class: 'TooManyRequestsErrorMessage', code: 429, tracingId, body };
}

export function outbound(text: string, originatingEntity: 'Human' | 'Bot' = 'Human', time?: string): ServerFrame {
  const channel = time === undefined ? {} : { channel: { time } };
  return {
    type: 'message',
    class: 'StructuredMessage',
    code: 200,
    body: { direction: 'Outbound', type: 'Text', text, originatingEntity, ...channel },
  };
}

export const cleared: ServerFrame = { type: 'message', class: 'SessionClearedEvent', code: 200, body: {} };
export const evicted: ServerFrame = { type: 'message', class: 'ConnectionClosedEvent', code: 200, body: {} };
export const disconnected: ServerFrame = {
  type: 'message',
  class: 'StructuredMessage',
  code: 200,
  body: {
    direction: 'Outbound',
    type: 'Event',
    events: [{ eventType: 'Presence', presence: { type: 'Disconnect' } }],
  },
};
