import fc from 'fast-check';
import { encode } from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupedOnDisk } from '../../../cli/transcripts/messages/grouped-on-disk.ts';
import { JsonCutter } from '../../../cli/transcripts/records/json-cutter.ts';
import { type JsonValue, recordsIn, type Under } from '../../../cli/transcripts/records/json-values.ts';
import { isDeep } from '../../deep.ts';
import { ImportFolder, type SetDialogue } from './importing.ts';

let folder: ImportFolder;
beforeAll(() => {
  folder = new ImportFolder();
});
afterAll(() => folder.remove());

const RUNS = isDeep ? 1_000 : 25;

/** Pieces of texts that are often broken on their way. */
const PIECES = [
  'a',
  'Wörter',
  ' ',
  '👩‍👩‍👧',
  '👍🏽',
  'שלום',
  'مرحبا',
  '\u202e',
  '\u200d',
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  ',',
  ';',
  '\t',
  '\0',
  '\u2028',
  '\ufeff',
  '{',
  ']',
  '=',
  '03/04/2026',
];
const textOf = (pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { minLength: 0, maxLength: 12 }).map((some) => `x${some.join('')}`);

const dialoguesOf = (pieces: readonly string[]): fc.Arbitrary<SetDialogue[]> => {
  const turns = fc.array(fc.record({ from: fc.constantFrom('customer', 'agent'), text: textOf(pieces) }), {
    maxLength: 5,
  });
  return fc
    .array(fc.tuple(textOf(pieces), turns), { minLength: 1, maxLength: 4 })
    .map((all) =>
      all.map(([first, rest], n) => ({ id: `c${n}`, turns: [{ from: 'customer', text: first }, ...rest] })),
    );
};

type Row = readonly string[];
const rowsOf = (dialogues: readonly SetDialogue[]): Row[] =>
  dialogues.flatMap(({ id, turns }) => turns.map(({ from, text }, turn) => [id, `${turn}`, from, text]));
const table = (rows: readonly Row[], delimiter: string, end: string): string =>
  [['conversation', 'time', 'participant', 'text'], ...rows]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter) + end)
    .join('');
const objects = (rows: readonly Row[]): object[] =>
  rows.map(([conversation, time, participant, text]) => ({ conversation, time: Number(time), participant, text }));

const WRITERS: Readonly<Record<string, (dialogues: readonly SetDialogue[]) => string>> = {
  'a.csv': (dialogues) => table(rowsOf(dialogues), ',', '\n'),
  'b.csv': (dialogues) => table(rowsOf(dialogues), ';', '\r\n'),
  'c.tsv': (dialogues) => table(rowsOf(dialogues).reverse(), '\t', '\n'),
  'd.jsonl': (dialogues) =>
    objects(rowsOf(dialogues))
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
  'e.json': (dialogues) => JSON.stringify(objects(rowsOf(dialogues)), null, 2),
  'f.jsonl': (dialogues) => dialogues.map((one) => `${JSON.stringify(one)}\n`).join(''),
  'g.json': (dialogues) =>
    JSON.stringify({ chats: dialogues.map(({ id, turns }) => ({ id, messages: turns })) }, null, 1),
};
const sorted = (dialogues: readonly SetDialogue[]) => [...dialogues].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('random dialogues', () => {
  it.each(Object.keys(WRITERS))('are read as they were written, in %s and each encoding of Unicode', async (name) => {
    // Half a character of UTF-16 can be written by JSON, which escapes it.
    const pieces = name.includes('.json') ? [...PIECES, '\ud83d', '\udc4d'] : PIECES;
    const write = WRITERS[name] as (dialogues: readonly SetDialogue[]) => string;
    await fc.assert(
      fc.asyncProperty(
        dialoguesOf(pieces),
        fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'),
        async (dialogues, encoding) => {
          const bytes = encode(write(dialogues), encoding, { addBOM: encoding !== 'utf-8' });
          const found = await folder.imported(bytes, name === 'g.json' ? { records: 'chats' } : {}, name);
          expect(sorted(found.dialogues)).toEqual(sorted(dialogues));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('records cut out of JSON that comes in pieces', () => {
  it('are those of the whole, wherever the pieces end', () => {
    const under = fc.constantFrom<Under>(undefined, '*', ['a'], ['a', 'b']);
    const record = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<unknown>('', '"\\', 'a]}', '\\', 12, -0.5, true, null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c\\"'), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const file = fc.oneof(
      fc.array(record, { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), record, { minKeys: 1 }),
    );
    fc.assert(
      fc.property(file, under, fc.constantFrom(0, 2), fc.integer({ min: 1, max: 9 }), (value, keys, indent, size) => {
        const text = JSON.stringify(value, null, indent);
        const whole: JsonValue[] = [];
        recordsIn(value, 1, keys, whole);
        const cutter = new JsonCutter('a.json', keys);
        const found: JsonValue[] = [];
        for (let from = 0; from < text.length; from += size) found.push(...cutter.cut(text.slice(from, from + size)));
        found.push(...cutter.end());
        expect(found.map(({ value: one }) => one)).toEqual(whole.map(({ value: one }) => one));
      }),
      { numRuns: RUNS * 8 },
    );
  });

  it.each(['{"a": 1', '[{"a": 1}', ']', '["a', '[{]}'])('are an error where the file is no JSON: %s', (text) => {
    const cutter = new JsonCutter('a.json', undefined);
    expect(() => [...cutter.cut(text), ...cutter.end()]).toThrow(/^a\.json: line 1: /);
  });
});

describe('messages grouped on the disk', () => {
  it('are in the conversations that they are in, in the order of the first of each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 80 }), async (ids) => {
        const messages = ids.map((id, line) => ({
          conversation: `c${id}`,
          speaker: 'a',
          time: undefined,
          text: '\u2028\ud83d',
          line,
        }));
        async function* batches() {
          for (const message of messages) yield { file: 'a.csv', messages: [message] };
        }
        const found = [];
        for await (const some of groupedOnDisk(batches(), 700, () => undefined, 100)) found.push(...some);
        const wanted = [...new Set(ids)].map((id) => messages.filter(({ conversation }) => conversation === `c${id}`));
        expect(found.map(({ messages: some }) => some)).toEqual(wanted);
      }),
      { numRuns: RUNS },
    );
  });
});
