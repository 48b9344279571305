import type { IncomingMessage } from 'node:http';

/** The body as text; undefined when it has more than `maxBytes`. A connection that breaks off gives an empty body. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  return (await readBytes(request, maxBytes))?.toString();
}

/** The body as it came, under the same conditions. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
    }
  } catch {
    return Buffer.alloc(0);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}
