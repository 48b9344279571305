import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTranscripts } from '../../../cli/transcripts/transcripts-check.ts';
import { importTranscripts } from '../../../cli/transcripts/transcripts-import.ts';
import { packTranscripts } from '../../../cli/transcripts/transcripts-pack.ts';
import { writeSampleTranscripts } from '../../../cli/transcripts/transcripts-sample.ts';
import { tooLong } from '../../../lib/dialogues/text-limits.ts';

let folder: string;
let stdout = '';
let stderr = '';
const io = {
  stdout: { write: (text: string | Uint8Array) => (stdout += text) },
  stderr: { write: (text: string | Uint8Array) => (stderr += text) },
  env: {},
  cwd: '.',
};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  stdout = '';
  stderr = '';
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);
function file(name: string, text: string | Uint8Array): string {
  writeFileSync(at(name), text);
  return at(name);
}
const dialoguesIn = (name: string) =>
  readFileSync(at(name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: string; turns: { from: string; text: string }[] });
const columns = {
  conversation: 'conversation',
  time: 'time',
  participant: 'participant',
  text: 'text',
  customers: 'customer',
  agents: 'agent',
};
const imported = (source: string, more = {}) =>
  importTranscripts(source, { output: at('out.jsonl'), ...columns, ...more }, io);

describe('headroom transcripts import', () => {
  const rows = [
    ['c1', '2', 'agent', 'Hi, "there"\nfriend'],
    ['c1', '1', 'customer', 'Hello'],
    ['c2', '2026-01-01T00:00:00Z', 'Customer', 'Yo'],
  ];
  const expected = [
    {
      id: 'c1',
      turns: [
        { from: 'customer', text: 'Hello' },
        { from: 'agent', text: 'Hi, "there"\nfriend' },
      ],
    },
    { id: 'c2', turns: [{ from: 'customer', text: 'Yo' }] },
  ];
  const csv = `conversation,time,participant,text\n${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`;

  it('writes one dialogue a line from CSV, in order of time', async () => {
    expect(await imported(file('a.csv', csv))).toBe(0);
    expect(dialoguesIn('out.jsonl')).toEqual(expected);
  });

  it('reads gzipped files and rows as JSON too', async () => {
    await imported(file('a.csv.gz', gzipSync(csv)));
    expect(dialoguesIn('out.jsonl')).toEqual(expected);
    const json = rows.map(([conversation, time, participant, text]) =>
      JSON.stringify({ conversation, time, participant, text }),
    );
    await imported(file('a.jsonl', json.join('\n')));
    expect(dialoguesIn('out.jsonl')).toEqual(expected);
  });

  it('accepts any column names', async () => {
    await imported(file('a.csv', 'id,when,who,body\nc1,1,me,Hello\n'), {
      conversation: 'id',
      time: 'when',
      participant: 'who',
      text: 'body',
      customers: 'me',
    });
    expect(dialoguesIn('out.jsonl')).toEqual([{ id: 'c1', turns: [{ from: 'customer', text: 'Hello' }] }]);
  });

  it.each([
    [
      'a missing column',
      'conversation,time,participant\nc1,1,agent\n',
      'line 1: no "text"; found: columns 1 (12), 2 (4), 3 (11), in brackets the characters in this row (--no-header ',
    ],
    [
      'a first row that is a message',
      'c1,1,agent,secret\nc1,2,customer,secret\n',
      'line 1: no "conversation"; found: columns 1 (2), 2 (1), 3 (5), 4 (6), in brackets',
    ],
    [
      'a record whose keys are texts',
      '{"secret of mine":1,"id":"a"}',
      'line 1: no "conversation"; found: a key of 14 characters, id; allowed: --conversation',
    ],
    [
      'a text that stands twice as a key',
      '{"id":"a","secret of mine":1,"secret of mine":2}',
      'line 1: a key of 14 characters stands twice in an object',
    ],
    [
      'a text in place of a time',
      'conversation,text,participant,time\nc1,1,agent,a secret\n',
      'line 2: time: not a date',
    ],
    ['what is not JSON', '{"id":"a","messages":[]}\n{"id":secret}\n', 'line 2: not JSON'],
    ['a row with a cell too many', 'conversation,time,participant,text\nc1,1,agent,a,secret\n', 'line 2: 5 cells'],
    [
      'a text behind a quote',
      'conversation,time,participant,text\nc1,1,agent,"a"secret\n',
      'line 2: text after the quote that closes a cell',
    ],
    [
      'a participant of neither side',
      'conversation,time,participant,text\nc1,1,Ann,secret\n',
      'line 2: participant of neither side; allowed: --customers, --agents or --bots',
    ],
    [
      'a time that is not one',
      'conversation,time,participant,text\nc1,soon,agent,secret\n',
      'line 2: time: not a date',
    ],
  ])('names %s by its line, without its text', async (_, text, says) => {
    await expect(imported(file('a.csv', text))).rejects.toThrow(says);
    await expect(imported(file('b.csv', text))).rejects.not.toThrow('secret');
  });

  it.each(['a.csv.gz', 'a.jsonl.gz'])('names a file that cannot be unpacked (%s)', async (name) => {
    const whole = gzipSync(csv.repeat(100));
    await expect(imported(file(name, 'no gzip at all'))).rejects.toThrow(/a\.\w+\.gz: cannot be read: /);
    await expect(imported(file(name, whole.subarray(0, 60)))).rejects.toThrow(/a\.\w+\.gz: cannot be read: /);
    expect(existsSync(at('out.jsonl'))).toBe(false);
  });

  it('loses nothing where it writes into the file that it reads, or where a line is bad', async () => {
    const set = file('out.jsonl', '{"conversation":"c1","time":1,"participant":"customer","text":"Hello"}');
    await imported(set);
    const dialogues = [{ id: 'c1', turns: [{ from: 'customer', text: 'Hello' }] }];
    expect(dialoguesIn('out.jsonl')).toEqual(dialogues);
    await expect(imported(file('b.jsonl', '{"conversation":"c1"}'))).rejects.toThrow('line 1');
    expect(dialoguesIn('out.jsonl')).toEqual(dialogues);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('names a file that is not there', async () => {
    await expect(imported(at('none.csv'))).rejects.toThrow('no such file');
  });
});

describe('headroom transcripts check', () => {
  it('exits 0 on a set that can be played', async () => {
    const set = file('a.jsonl', '{"id":"a","turns":[{"from":"customer","text":"Hello"}]}\n\n');
    expect(await checkTranscripts(set, io)).toBe(0);
    expect(stdout).toBe('1 dialogues, 0 of them cannot be played as they are\n');
  });

  it('names what a run trips over, by its line and why, without a text, and exits 99', async () => {
    const turn = (from: string, text: string) => ({ from, text });
    const line = (...turns: object[]) => JSON.stringify({ id: 'a', turns });
    const hello = turn('customer', 'Hello');
    const set = file(
      'a.jsonl',
      [
        '{',
        line(turn('customer', 'x'.repeat(4_097))),
        line(hello, turn('agent', 'x'.repeat(4_001)), turn('agent', 'x'.repeat(4_000))),
        line(turn('agent', 'Hi'), hello),
        line(turn('agent', 'Hi')),
        line(hello, turn('agent', '')),
        line(hello, turn('agent', ' ')),
        line(hello, turn('agent', '\ud83d')),
        line(hello, turn('bot', '')),
      ].join('\n'),
    );
    expect(await checkTranscripts(set, io)).toBe(99);
    expect(stdout.split('\n')).toEqual([
      'line 1: not JSON',
      'line 2: turn 0: 4097 bytes; allowed from a customer: 4096',
      'line 3: turn 1: 4001 characters; allowed from an agent: 4000',
      'line 4: begins with the agent, who speaks only when the customer has written: nothing is said in it',
      'line 5: the customer says nothing, so it never begins',
      'line 6: turn 1: an empty text; headroom transcripts import leaves such turns out',
      'line 7: turn 1: only white space',
      'line 8: turn 1: half a character of UTF-16, which no message can hold',
      '9 dialogues, 8 of them cannot be played as they are',
      `headroom transcripts import ${set} --format set -o <file> leaves out what cannot be played, and says what (--split-long)`,
      '',
    ]);
  });

  it("counts a customer's bytes as UTF-8 does", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1_000, maxLength: 2_500 }), (text) => {
        expect(tooLong('customer', text) !== undefined).toBe(Buffer.byteLength(text) > 4_096);
      }),
      { numRuns: 50 },
    );
  });
});

describe('headroom transcripts pack', () => {
  it('writes exactly as many dialogues as asked, split evenly, each once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6 }), async (count, instances) => {
        const set = file(
          'a.jsonl',
          Array.from({ length: 50 }, (_, n) => `{"id":"${n}","turns":[{"from":"agent","text":"x"}]}`).join('\n'),
        );
        expect(await packTranscripts(set, { output: at('p.jsonl'), count, instances }, io)).toBe(0);
        const names = instances === 1 ? ['p.jsonl'] : Array.from({ length: instances }, (_, n) => `p-${n + 1}.jsonl`);
        const parts = names.map((name) => dialoguesIn(name).map(({ id }) => Number(id)));
        expect(parts.flat()).toEqual(Array.from({ length: count }, (_, n) => n));
        const sizes = parts.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the set whole where it is packed into itself, and the file that was there where nothing can be read', async () => {
    const line = (n: number) => `{"id":"${n}","turns":[{"from":"agent","text":"x"}]}\n`;
    const set = file('a.jsonl', line(1) + line(2));
    expect(await packTranscripts(set, { output: set, count: 1, instances: 1 }, io)).toBe(0);
    expect(readFileSync(set, 'utf8')).toBe(line(1));
    const nowhere = packTranscripts(at('none.jsonl'), { output: set, count: 1, instances: 1 }, io);
    await expect(nowhere).rejects.toThrow('none.jsonl: no such file');
    expect(readFileSync(set, 'utf8')).toBe(line(1));
  });

  it('says in one line where it cannot write', async () => {
    const set = file('a.jsonl', '{"id":"a","turns":[{"from":"agent","text":"x"}]}\n');
    const nowhere = packTranscripts(set, { output: '/nowhere/p.jsonl', count: 1, instances: 2 }, io);
    await expect(nowhere).rejects.toThrow('/nowhere/p-1.jsonl: cannot be written: ENOENT');
  });

  it('exits 99 when the set has fewer, and says how many', async () => {
    const set = file('a.jsonl', '{"id":"a","turns":[{"from":"agent","text":"x"}]}\n');
    expect(await packTranscripts(set, { output: at('p.jsonl'), count: 2, instances: 1 }, io)).toBe(99);
    expect(stderr).toContain('has 1 dialogues; 2 were asked for');
  });
});

describe('headroom transcripts sample', () => {
  it('writes a set that can be played, the same for the same seed', async () => {
    for (const [name, seed] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ] as const) {
      await writeSampleTranscripts({ output: at(`${name}.jsonl`), count: 200, seed }, io);
    }
    expect(await checkTranscripts(at('a.jsonl'), io)).toBe(0);
    expect(readFileSync(at('a.jsonl'), 'utf8')).toBe(readFileSync(at('b.jsonl'), 'utf8'));
    expect(readFileSync(at('a.jsonl'), 'utf8')).not.toBe(readFileSync(at('c.jsonl'), 'utf8'));
    expect(new Set(dialoguesIn('a.jsonl').map(({ id }) => id)).size).toBe(200);
  });
});
