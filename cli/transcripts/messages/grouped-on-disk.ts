import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprintOf } from '../../../lib/dialogues/fingerprint.ts';
import { appendInPlace, writeInPlace } from '../../io/in-place.ts';
import { forgetTemporary, rememberTemporary } from '../../io/temporary-files.ts';
import type { Message } from './message.ts';
import { goesOn, type MessageBatch } from './together.ts';
import type { Conversation } from './turn-order.ts';

/** Bytes of the export in one part, which is held in memory while it is grouped. */
const PART_BYTES = 8 * 1_024 * 1_024;
/** Characters that wait to be written, over all parts. */
const WAITING = 16 * 1_024 * 1_024;
const YIELDED_AT_ONCE = 100;

/** A conversation in a part: the place of its first message in the export stands first. */
type Placed = readonly [place: number, conversation: Conversation];

/**
 * Joins messages into conversations wherever they stand, in the order of their first messages. They go into parts on the
 * disk by a hash of their conversation; each part is grouped in memory, and the parts are merged. The temporary folder is
 * removed at the end, whatever ends it.
 *
 * @param size the bytes of the export, or more
 * @param joined is told of each conversation whose messages stand in several files
 */
export async function* groupedOnDisk(
  batches: AsyncIterable<MessageBatch>,
  size: number,
  joined: (id: string) => void,
  partBytes = PART_BYTES,
): AsyncGenerator<Conversation[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-import-'));
  rememberTemporary(folder);
  try {
    const parts = Array.from({ length: Math.max(1, Math.ceil(size / partBytes)) }, (_, n) => path.join(folder, `${n}`));
    await splitInto(parts, batches);
    for (const part of parts) await group(part, joined);
    yield* merged(parts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    forgetTemporary(folder);
  }
}

async function splitInto(parts: readonly string[], batches: AsyncIterable<MessageBatch>): Promise<void> {
  const waiting = parts.map((): string[] => []);
  let [characters, place] = [0, 0];
  const write = () => {
    for (const [at, lines] of waiting.entries()) {
      appendInPlace(parts[at] ?? '', lines.join(''));
      waiting[at] = [];
    }
    characters = 0;
  };
  for await (const { file, messages } of batches) {
    for (const message of messages) {
      const line = `${JSON.stringify([place++, file, message])}\n`;
      waiting[fingerprintOf(message.conversation) % parts.length]?.push(line);
      characters += line.length;
    }
    if (characters > WAITING) write();
  }
  write();
}

interface Group {
  readonly id: string;
  readonly place: number;
  readonly file: string;
  readonly messages: Message[];
}

/** Writes a part anew, a conversation a line, in the order of their first messages. */
async function group(part: string, joined: (id: string) => void): Promise<void> {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  const severalFiles = new Set<string>();
  for await (const line of linesIn(part)) {
    const [place, file, message] = JSON.parse(line) as [number, string, Message];
    const { conversation: id } = message;
    const found = open.get(id);
    if (found === undefined || !goesOn(message, found.messages[0])) {
      const begun = { id, place, file, messages: [message] };
      groups.push(begun);
      open.set(id, begun);
      continue;
    }
    found.messages.push(message);
    if (file !== found.file) severalFiles.add(id);
  }
  for (const id of severalFiles) joined(id);
  const lines = groups.map(
    ({ place, ...conversation }) => `${JSON.stringify([place, conversation] satisfies Placed)}\n`,
  );
  writeInPlace(part, lines.join(''));
}

/** Each part is in order by itself. */
async function* merged(parts: readonly string[]): AsyncGenerator<Conversation[]> {
  const readers = parts.map((part) => linesIn(part));
  const heads: (Placed | undefined)[] = await Promise.all(readers.map(nextOf));
  for (let batch: Conversation[] = []; ; ) {
    let [least, leastPlace] = [-1, Number.POSITIVE_INFINITY];
    for (const [at, head] of heads.entries())
      if (head !== undefined && head[0] < leastPlace) [least, leastPlace] = [at, head[0]];
    const head = heads[least];
    const reader = readers[least];
    if (head !== undefined) batch.push(head[1]);
    if (batch.length >= YIELDED_AT_ONCE || head === undefined) {
      yield batch;
      batch = [];
    }
    if (head === undefined || reader === undefined) return;
    heads[least] = await nextOf(reader);
  }
}

async function nextOf(reader: AsyncIterator<string>): Promise<Placed | undefined> {
  const { done, value } = await reader.next();
  return done === true ? undefined : (JSON.parse(value) as Placed);
}

async function* linesIn(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const text of createReadStream(file, 'utf8')) {
    const lines = (rest + (text as string)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
