import type { TextStream } from '@headroom/engine';

/** A stream that collects what is written to it. */
export class CapturedOutput implements TextStream {
  text = '';

  write(text: string | Uint8Array): boolean {
    this.text += typeof text === 'string' ? text : Buffer.from(text).toString();
    return true;
  }
}
