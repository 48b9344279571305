import { createHash } from 'node:crypto';
import { pipeline as chain, Readable } from 'node:stream';
import type { RunIo } from '@headroom/engine';
import { parse } from 'csv-parse';
import type { Side, Turn } from '../../lib/dialogues/dialogue.ts';
import { streamFileAtomically } from '../io/atomic-file.ts';
import { fileChunks, fileLines } from './file-lines.ts';

export interface ImportOptions {
  readonly output: string;
  /** The column, or JSON key, that holds each. */
  readonly conversation: string;
  readonly time: string;
  readonly participant: string;
  readonly text: string;
  /** Values of the participant column, separated by commas. */
  readonly customers: string;
  readonly agents: string;
}

interface Row {
  readonly values: Readonly<Record<string, unknown>>;
  readonly number: number;
}

async function* rowsOf(path: string, io: RunIo): AsyncGenerator<Row> {
  if (!/\.csv(\.gz)?$/.test(path)) {
    for await (const { line, number } of fileLines(path, io.stderr)) {
      const values: unknown = tryJson(line);
      if (typeof values !== 'object' || values === null) throw new Error(`${path}: line ${number}: not a JSON object`);
      yield { values: values as Record<string, unknown>, number };
    }
    return;
  }
  const parser = parse({ columns: true, bom: true, info: true });
  // An error on the way to the parser reaches whoever reads from it.
  chain(Readable.from(fileChunks(path, io.stderr)), parser, () => undefined);
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number };
  }>) {
    yield { values: record, number: info.lines };
  }
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Joins rows of one message each into lines of one dialogue each, `{"id", "turns"}`, ordered by time. The rows of a
 * conversation have to be adjacent, so that memory stays bounded. Throws an error of one line that names the row.
 */
async function* dialoguesOf(rows: AsyncIterable<Row>, options: ImportOptions, path: string): AsyncGenerator<string> {
  const sideOf = sides(options);
  const done = new Set<number>();
  let id: string | undefined;
  let turns: { at: number; turn: Turn }[] = [];
  const finish = (): string => {
    turns.sort((a, b) => a.at - b.at);
    return `${JSON.stringify({ id, turns: turns.map(({ turn }) => turn) })}\n`;
  };
  for await (const { values, number } of rows) {
    const where = `${path}: line ${number}`;
    const next = required(values, options.conversation, where);
    const from = sideOf(required(values, options.participant, where), where);
    const at = timeOf(required(values, options.time, where), where);
    const text = required(values, options.text, where);
    if (next !== id) {
      if (id !== undefined) yield finish();
      if (done.has(keyOf(next))) throw new Error(`${where}: its conversation's rows are not together; sort them first`);
      done.add(keyOf(next));
      id = next;
      turns = [];
    }
    turns.push({ at, turn: { from, text } });
  }
  if (id !== undefined) yield finish();
}

/** A key of 48 bits of a hash. A finished conversation costs no more memory than that. */
function keyOf(id: string): number {
  return createHash('sha1').update(id).digest().readUIntBE(0, 6);
}

function required(values: Readonly<Record<string, unknown>>, name: string, where: string): string {
  const value = values[name];
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`${where}: no "${name}"; found: ${Object.keys(values).join(', ')}`);
}

function timeOf(text: string, where: string): number {
  const at = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`${where}: time: not a date, and not a number`);
  return at;
}

function sides({ customers, agents }: ImportOptions) {
  const named = new Map<string, Side>();
  for (const value of customers.split(',')) named.set(value.trim().toLowerCase(), 'customer');
  for (const value of agents.split(',')) named.set(value.trim().toLowerCase(), 'agent');
  return (participant: string, where: string): Side => {
    const side = named.get(participant.trim().toLowerCase());
    if (side === undefined)
      throw new Error(`${where}: participant of neither side; allowed: ${[...named.keys()].join(', ')}`);
    return side;
  };
}

/**
 * `headroom transcripts import <file>`: converts CSV or JSONL with one message a row into a set of dialogues. Returns
 * 0. Throws an error of one line.
 */
export async function importTranscripts(path: string, options: ImportOptions, io: RunIo): Promise<number> {
  let dialogues = 0;
  async function* counted(): AsyncGenerator<string> {
    for await (const line of dialoguesOf(rowsOf(path, io), options, path)) {
      dialogues++;
      yield line;
    }
  }
  await streamFileAtomically(options.output, counted());
  io.stdout.write(`${dialogues} dialogues into ${options.output}\n`);
  return 0;
}
