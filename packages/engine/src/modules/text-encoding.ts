import type { Host } from '../vu/host.ts';
import { bytesOf } from './common/bytes.ts';

/** The globals TextEncoder and TextDecoder (k6 2.2). */
export function createText(host: Host) {
  class TextEncoder {
    readonly encoding = 'utf-8';

    encode(text: unknown = ''): Uint8Array {
      return new host.intrinsics.Uint8Array(host.arrayBuffer(Buffer.from(String(text))));
    }
  }
  class TextDecoder {
    readonly #decoder: InstanceType<typeof globalThis.TextDecoder>;

    constructor(label: unknown = 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean }) {
      try {
        this.#decoder = new globalThis.TextDecoder(String(label), options);
      } catch (error) {
        throw new host.intrinsics.RangeError((error as Error).message);
      }
    }

    get encoding(): string {
      return this.#decoder.encoding;
    }

    decode(input?: unknown, options?: { stream?: boolean }): string {
      const bytes = input === undefined ? new Uint8Array() : bytesOf(input);
      if (!bytes) throw host.typeError('TextDecoder.decode needs an ArrayBuffer or a view of one');
      try {
        return this.#decoder.decode(bytes, options);
      } catch (error) {
        throw host.typeError((error as Error).message);
      }
    }
  }
  return { TextEncoder, TextDecoder };
}
