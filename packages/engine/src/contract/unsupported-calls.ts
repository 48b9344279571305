/** A call that k6 has and this engine lacks. */
export interface Unsupported {
  /** The call in the words of the line that ends the run; what it was given may follow. */
  readonly what: string;
  readonly why: string;
}

/**
 * Every call that k6 has and this engine lacks. One of them ends the run with an exit code of its own, whatever the script
 * catches (`Host.unsupported`). Each has a row in docs/engine.md and a test.
 */
export const UNSUPPORTED_CALLS = {
  asyncInInit: { what: 'an asynchronous call in the init context', why: 'call it in setup or in an iteration' },
  auth: { what: 'the auth method', why: 'use basic' },
  blobStream: { what: 'Blob.stream()', why: 'use text(), arrayBuffer() or bytes()' },
  formEncoding: { what: 'submitForm() of a form encoded as', why: 'post the fields' },
  htmlElement: { what: 'the method', why: 'use the methods of Selection, such as attr()' },
  jsonPath: { what: 'the JSON path', why: 'json() without a path gives the whole' },
  md4: { what: 'md4', why: 'use another hash' },
  webSocketCompression: { what: 'the compression of WebSocket messages', why: 'leave the option out' },
  zstd: { what: 'a body compressed with zstd', why: 'use gzip, deflate or br: Node has zstd from 22.15 on' },
} satisfies Readonly<Record<string, Unsupported>>;

export type UnsupportedCall = keyof typeof UNSUPPORTED_CALLS;
