import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourcesOf } from '../../../cli/transcripts/manifest.ts';
import { splitText } from '../../../cli/transcripts/messages/split-text.ts';
import { checkTranscripts } from '../../../cli/transcripts/transcripts-check.ts';
import { importTranscripts } from '../../../cli/transcripts/transcripts-import.ts';
import { parseDialogues } from '../../../lib/dialogues/dialogue.ts';
import { tooLong } from '../../../lib/dialogues/text-limits.ts';
import { ImportFolder, saidIn } from './importing.ts';

let folder: ImportFolder;
beforeAll(() => {
  folder = new ImportFolder();
});
afterAll(() => folder.remove());

const LONG = 'lorem '.repeat(1_000);
const rows = [
  'conversation,time,participant,text',
  'c1,1,agent,Welcome',
  'c1,2,customer,Hello',
  'c1,3,bot,I am a machine',
  'c1,4,system,Ann has joined',
  'c1,5,agent,',
  `c1,6,customer,${LONG}`,
  'c1,7,agent,Bye',
  'c2,1,agent,Anybody there?',
  'c3,1,bot,Hi',
  ',,,',
  'c3,2,customer,Ho',
];
const table = `${rows.join('\n')}\n`;

describe('what an import leaves out', () => {
  it('is counted and named, with its lines', async () => {
    const { stdout, dialogues } = await folder.imported(table);
    const file = folder.at('chats.csv');
    expect(stdout).toBe(
      `2 dialogues, 3 turns into ${folder.at('set.jsonl')}; left out: 2 bot turns (${file}: line 4; line 10), ` +
        `1 system message (${file}: line 5), 1 empty turn (${file}: line 6), 1 text over the limit (${file}: line 7), ` +
        `1 agent's turn before the customer's first (${file}: line 2), 1 dialogue without a customer's turn (${file}: line 9)\n` +
        'read as csv\n',
    );
    expect(dialogues.map(({ id }) => id)).toEqual(['c1', 'c3']);
  });

  it('has the notes among colleagues that help desks mark, as rows and in conversations', async () => {
    const notes = [{ public: false }, { private: true }, { internal: true }];
    const turn = (from: string, text: string, more: object = {}) => ({ from, text, ...more });
    const turns = [
      turn('customer', 'Hello'),
      ...notes.map((mark) => turn('agent', 'Difficult', mark)),
      turn('agent', 'Hi', { public: true }),
    ];
    const whole = JSON.stringify({ id: 'a', turns });
    const rows = turns.map((one) => JSON.stringify({ conversation: 'a', ...one })).join('\n');
    for (const text of [whole, rows]) {
      const { stdout, dialogues } = await folder.imported(text, { format: 'json' }, 'chats.jsonl');
      expect(dialogues.map((dialogue) => dialogue.turns.map(({ text: said }) => said))).toEqual([['Hello', 'Hi']]);
      expect(stdout).toContain('3 internal notes');
    }
  });

  it('is told beside the speakers that nothing names and that --others took', async () => {
    const named = 'conversation,time,participant,text\nc,1,customer,Hello\nc,2,Ann,Hi\nc,3,Ben,Ho\nc,4,Ann,Bye\n';
    const { stdout, dialogues } = await folder.imported(named, { others: 'agent' });
    expect(dialogues[0]?.turns).toHaveLength(4);
    expect(stdout).toContain('speakers that nothing names, taken for what --others says (agent): 2\n');
    expect((await folder.imported(table)).stdout).not.toContain('--others');
  });

  it('leaves a set that a run can play', async () => {
    await folder.imported(table);
    const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {}, cwd: '.' };
    expect(await checkTranscripts(folder.at('set.jsonl'), io)).toBe(0);
  });

  it('is an error where nothing may be left out, and no set is written then', async () => {
    const output = folder.at('strict.jsonl');
    await expect(folder.imported(table, { strict: true, output })).rejects.toThrow(/^--strict: left out: 2 bot turns/);
    expect(existsSync(output)).toBe(false);
  });

  it("is less where a bot's turns are an agent's, or are kept for a reader", async () => {
    expect(saidIn(await folder.imported(table, { botTurns: 'agent' }))[0]).toEqual([
      'c: Hello',
      'a: I am a machine',
      'a: Bye',
    ]);
    expect(saidIn(await folder.imported(table, { botTurns: 'keep' }))).toEqual([
      ['c: Hello', 'b: I am a machine', 'a: Bye'],
      ['b: Hi', 'c: Ho'],
    ]);
    const [, second] = parseDialogues(readFileSync(folder.at('set.jsonl'), 'utf8'));
    expect(second).toEqual({ id: 'c3', turns: [{ from: 'customer', text: 'Ho' }] });
  });

  it('is no long text where those are split', async () => {
    const { dialogues, stdout } = await folder.imported(table, { splitLong: true });
    const texts = dialogues[0]?.turns.slice(1, -1).map(({ text }) => text) ?? [];
    expect(texts.length).toBe(2);
    expect(texts.join('')).toBe(LONG);
    expect(stdout).toContain('texts over the limit that were split: 1');
  });
});

describe('the parts of a text that is split', () => {
  it('are the text together, fit each, and break no character', () => {
    const grapheme = fc.constantFrom('a', ' ', 'é', '語', '👩‍👩‍👧‍👦', '👍🏽', 'ß', '\n');
    const text = fc.array(grapheme, { minLength: 300, maxLength: 900 }).map((some) => some.join('').repeat(4));
    fc.assert(
      fc.property(fc.constantFrom('customer' as const, 'agent' as const), text, (from, whole) => {
        const parts = splitText(from, whole);
        expect(parts.join('')).toBe(whole);
        for (const part of parts) {
          expect(tooLong(from, part)).toBeUndefined();
          expect(part).not.toMatch(/^\u200d|\p{Surrogate}|^\p{EMod}/u);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('participants of an export', () => {
  const names = 'conversation,participant,text\nc1,Ann,Hello\nc1,Bo,Hi\nc1,,Who?\n';

  it('are an error where nothing says who they are', async () => {
    await expect(folder.imported(names)).rejects.toThrow(
      'line 2: participant of neither side; allowed: --customers, --agents',
    );
    await expect(folder.imported(names, { customers: 'Ann', agents: 'Bo' })).rejects.toThrow(
      'line 4: no participant; allowed:',
    );
  });

  it('are what they are named, and all others what is said of them', async () => {
    expect(saidIn(await folder.imported(names, { customers: 'ann', others: 'agent' }))).toEqual([
      ['c: Hello', 'a: Hi', 'a: Who?'],
    ]);
    const { stdout } = await folder.imported(names, { customers: 'Ann', bots: 'Bo', others: 'leave-out' });
    expect(stdout).toMatch(/left out: 1 bot turn .*, 1 system message/);
  });
});

describe('tables as they come', () => {
  it.each([
    ['semicolons', 'conversation;participant;text\r\nc1;customer;"a, b; c"\r\n', {}, 'a, b; c'],
    ['another quote', "conversation,participant,text\nc1,customer,'a, ''b'''\n", { quote: "'" }, "a, 'b'"],
    ['an escaped quote', 'conversation,participant,text\nc1,customer,"a \\"b\\""\n', { escape: '\\' }, 'a "b"'],
    ['no header', 'c1,customer,Hello\n', { header: false, conversation: '1', participant: '2', text: '3' }, 'Hello'],
    ['the ends of lines of an old Mac', 'conversation,participant,text\rc1,customer,Hello\r', {}, 'Hello'],
    ['line breaks in cells', 'conversation|participant|text\nc1|customer|"a\nb"\n\n\n', {}, 'a\nb'],
  ])('are read: %s', async (_, content, options, text) => {
    expect((await folder.imported(content, options)).dialogues[0]?.turns[0]?.text).toBe(text);
  });
});

describe('names that the user has not given', () => {
  it('are taken where they are usual, and said', async () => {
    const csv = await folder.imported('Chat ID,Sender,Message\nc1,visitor,Hello\n');
    expect(csv.stdout).toContain(
      'taken: conversation = Chat ID, no time, so turns stand as in the file, participant = Sender, text = Message\n',
    );
    const json = await folder.imported(
      '{"id":"a","messages":[{"role":"user","content":"Hello","ts":1}]}',
      {},
      'a.json',
    );
    expect(json.stdout).toContain('taken: conversation = id, time = ts, participant = role, text = content\n');
    expect([...saidIn(csv), ...saidIn(json)]).toEqual([['c: Hello'], ['c: Hello']]);
  });

  it('are an error with what there is where none is usual', async () => {
    await expect(folder.imported('a,b\n1,2\n')).rejects.toThrow(
      'line 1: no "conversation"; found: columns 1 (1), 2 (1), in brackets the characters in this row',
    );
    await expect(folder.imported('{"a":1}', {}, 'a.json')).rejects.toThrow(
      'line 1: no "conversation"; found: a; allowed:',
    );
  });
});

describe('the manifest of a set', () => {
  it('says where each turn of a dialogue comes from, by line', async () => {
    await folder.imported(table, { manifest: true });
    const manifest = folder.at('set.manifest.jsonl');
    expect(readFileSync(manifest, 'utf8')).not.toMatch(/Hello|lorem/);
    const [first, second] = parseDialogues(readFileSync(folder.at('set.jsonl'), 'utf8'));
    if (first === undefined || second === undefined) throw new Error('no dialogues');
    const file = folder.at('chats.csv');
    const altered = { ...first, turns: [{ text: 'Hello!' }] };
    expect(await sourcesOf([first, { ...first, turn: 1 }, { ...second, turn: 0 }, altered], manifest)).toEqual([
      `${file}: line 3`,
      `${file}: line 8`,
      `${file}: line 12`,
      undefined,
    ]);
  });

  it('is not there where the set is not', async () => {
    const manifest = folder.at('strict.manifest.jsonl');
    await expect(folder.imported(table, { strict: true, manifest })).rejects.toThrow('--strict');
    expect(existsSync(manifest)).toBe(false);
  });
});

describe('an import that is interrupted', () => {
  it('leaves neither a set nor a part of one, and what was there', async () => {
    const [output, manifest] = [folder.at('old.jsonl'), folder.at('old.manifest.jsonl')];
    await folder.file('old.jsonl', 'old');
    const interrupt = new AbortController();
    const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {}, cwd: '.' };
    const many = Array.from({ length: 20_000 }, (_, n) => `c${n},${n},customer,A text of some words`);
    const source = await folder.file('many.csv', `${rows[0]}\n${many.join('\n')}\n`);
    const begun = importTranscripts(source, { output, manifest }, io, interrupt.signal);
    interrupt.abort();
    await expect(begun).rejects.toThrow('aborted');
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect(readdirSync(folder.path).filter((name) => /part$|old\.manifest/.test(name))).toEqual([]);
  });
});
