import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FORMATS } from '../../../cli/transcripts/formats/format-names.ts';
import { DOCUMENT_FORMATS } from '../../../cli/transcripts/formats/json-formats.ts';
import { addTranscripts } from '../../../cli/transcripts/transcripts-command.ts';
import type { ImportOptions } from '../../../cli/transcripts/transcripts-import.ts';
import { parseDialogues } from '../../../lib/dialogues/dialogue.ts';
import { ImportFolder, saidIn } from './importing.ts';
import { zipOf } from './zip-of.ts';

const EXPORTS = path.join(import.meta.dirname, 'exports');

let folder: ImportFolder;
beforeAll(() => {
  folder = new ImportFolder();
});
afterAll(() => folder.remove());

interface Case {
  readonly file: string;
  readonly format: string;
  readonly options?: Partial<ImportOptions>;
  /** By the id of the dialogue. */
  readonly said: Readonly<Record<string, readonly string[]>>;
  readonly leftOut?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    file: 'genesys-transcript.json',
    format: 'genesys-transcript',
    said: { 'gt-1': ['c: Hello, my parcel is late 📦', 'a: I am sorry. What is the number?', 'c: AB-1200'] },
  },
  {
    file: 'genesys-recording.json',
    format: 'genesys-recording',
    said: { 'gr-1': ['c: My invoice is wrong', 'a: Thank you, I see it.\nOne moment.'] },
    leftOut: ['1 bot turn', '1 system message', '1 attachment'],
  },
  {
    file: 'genesys-messages.json',
    format: 'genesys-messages',
    said: { 'gm-1': ['c: Is the café open?', 'a: Until six.'] },
    leftOut: ['1 bot turn', '1 system message'],
  },
  {
    file: 'amazon-connect.json',
    format: 'amazon-connect',
    said: { 'ac-1': ['c: I forgot my password', 'a: I have *reset* it.'] },
    leftOut: ['1 bot turn', '2 system messages', '1 attachment'],
  },
  {
    file: 'contact-lens.json',
    format: 'amazon-connect',
    said: { 'cl-1': ['c: Can I change my seat?', 'a: Yes, to 14C.'] },
  },
  {
    file: 'zendesk-chat.json',
    format: 'zendesk-chat',
    said: {
      '2601.1.zd': ['c: Do you ship to Österreich?', 'a: Yes, in three days'],
      '2601.2.zd': ['c: Nobody there? Please write to me.'],
    },
    leftOut: ['1 bot turn', '1 system message', '1 attachment'],
  },
  {
    file: 'intercom.json',
    format: 'intercom',
    options: { dropHtml: true },
    said: { '147': ['c: Where is my refund?', 'a: It left us on Monday.\nTwo days more.'] },
    leftOut: ['2 bot turns', '1 system message', '1 internal note'],
  },
  {
    file: 'liveperson.json',
    format: 'liveperson',
    said: { 'lp-1': ['c: Hi, can I upgrade?', 'a: Of course 👍🏽'] },
    leftOut: ['1 bot turn', '1 system message', '1 attachment', '1 internal note'],
  },
  {
    file: 'twilio.json',
    format: 'twilio',
    options: { others: 'agent' },
    said: { CH1: ['c: Hola, ¿tienen mesa para dos?', 'a: Sí, a las nueve.'] },
    leftOut: ['1 attachment'],
  },
  {
    file: 'teams.json',
    format: 'teams',
    options: { others: 'agent', dropHtml: true },
    said: { '19:t1@thread.v2': ['c: I cannot sign in', 'a: Try to sign in again'] },
    leftOut: ['1 system message', '1 attachment'],
  },
  {
    file: 'salesforce-entries.json',
    format: 'salesforce-entries',
    said: { '0Mw1': ['c: My card was refused', 'a: Which bank is it?'] },
    leftOut: ['1 bot turn', '1 system message'],
  },
  {
    file: 'salesforce-connect.json',
    format: 'salesforce-connect',
    said: { 'sc-1': ['c: Can I return these shoes?', 'a: Within 30 days, yes.'] },
  },
  {
    file: 'salesforce-chat.json',
    format: 'salesforce-chat',
    options: { others: 'agent' },
    said: { 'sl-1': ['c: Is 5 < 6 kg allowed?', 'a: Yes: up to 8 kg & one bag'] },
  },
  {
    file: 'abcd.json',
    format: 'abcd',
    said: {
      '3592': ['c: My jacket has a hole', 'a: I send a new one'],
      '3593': ['c: Do you have it in red?', 'a: Not any more'],
    },
    leftOut: ['1 system message', "1 agent's turn before the customer's first"],
  },
  {
    file: 'taskmaster.json',
    format: 'taskmaster',
    said: { 'dlg-1': ['c: A large pizza, please', 'a: With what on it?', 'c: Mushrooms'] },
  },
  { file: 'sgd.json', format: 'sgd', said: { '1_00000': ['c: Find me a place to eat', 'a: In which city?'] } },
  {
    file: 'multiwoz.json',
    format: 'multiwoz',
    said: {
      'PMUL0001.json': ['c: I need a taxi', 'a: From where?'],
      'SNG0002.json': ['c: Any museum nearby?', 'a: The one in Castle Street.'],
    },
  },
  {
    file: 'whatsapp.txt',
    format: 'whatsapp',
    options: { agents: 'The Shop', others: 'customer' },
    said: { whatsapp: ['c: Are you open tomorrow?\nIt is a holiday', 'a: No: we open on the 2nd'] },
    leftOut: ['1 system message', '1 attachment'],
  },
  {
    file: 'whatsapp-ios.txt',
    format: 'whatsapp',
    options: { agents: 'The Shop', others: 'customer' },
    said: {
      'whatsapp-ios': ['c: Hallo, ist das noch da?', 'a: Ja'],
    },
    leftOut: ['1 system message', '1 attachment'],
  },
  { file: 'set.jsonl', format: 'set', said: { s1: ['c: Hi', 'a: Hello'] }, leftOut: ['1 empty turn'] },
  { file: 'table.TSV', format: 'csv', said: { x1: ['c: Hello, "friend"', 'a: Good day'] } },
  {
    file: 'nested.json',
    format: 'json',
    options: {
      records: 'tickets',
      conversation: '$.key',
      turns: '$.thread[*]',
      participant: '$.who.role',
      text: '$.said.plain',
      time: '$.at',
      others: 'agent',
    },
    said: { n1: ['c: First', 'a: Second'] },
  },
  { file: 'llm.json', format: 'json', said: { o1: ['c: What is due?', 'a: Nothing.'] }, leftOut: ['1 system message'] },
];

const byId = (imported: Awaited<ReturnType<ImportFolder['import']>>) =>
  Object.fromEntries(imported.dialogues.map(({ id }, at) => [id, saidIn(imported)[at]]));

describe('an export', () => {
  it.each(CASES)(
    '$file is known as $format, and every text of it is in the set',
    async ({ file, format, options, said, leftOut }) => {
      const found = await folder.import(path.join(EXPORTS, file), options);
      expect(byId(found)).toEqual(said);
      expect(found.stdout).toContain(`read as ${format}\n`);
      const [, left = ''] = /; left out: (.*)/.exec(found.stdout) ?? [];
      expect(
        left
          .replaceAll(/ \([^)]*\)/g, '')
          .split(', ')
          .filter(Boolean),
      ).toEqual(leftOut ?? []);
    },
  );

  it.each(CASES.filter(({ file }) => file.endsWith('.json')))(
    '$file is the same on one line, packed, and as an element of a list',
    async ({ file, options, said }) => {
      const value: unknown = JSON.parse(readFileSync(path.join(EXPORTS, file), 'utf8'));
      expect(byId(await folder.imported(JSON.stringify(value), options, 'one.json'))).toEqual(said);
      expect(byId(await folder.imported(gzipSync(JSON.stringify(value)), options, 'one.GZ'))).toEqual(said);
      if (file === 'multiwoz.json') return;
      const list = JSON.stringify(Array.isArray(value) ? value : [value], null, 1);
      expect(byId(await folder.imported(list, options, 'list.json'))).toEqual(said);
    },
  );

  it('every command of the documentation imports its file', async () => {
    const doc = readFileSync(path.join(import.meta.dirname, '../../../docs/transcripts.md'), 'utf8');
    const commands = [...doc.matchAll(/^\| `([\w-]+)` \|.*\| `import (\S+) -o \S+ ?(.*)` \|$/gm)];
    const quiet = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    for (const [, format, file = '', flags = ''] of commands) {
      const words = [...flags.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
      const codes: number[] = [];
      const program = new Command();
      addTranscripts(program, (code) => codes.push(code));
      const output = folder.at('documented.jsonl');
      await program.parseAsync(['transcripts', 'import', path.join(EXPORTS, file), '-o', output, ...words], {
        from: 'user',
      });
      expect([file, ...codes]).toEqual([file, 0]);
      const { said } = CASES.find((one) => one.file === file && one.format === format) ?? { said: {} };
      expect(parseDialogues(readFileSync(output, 'utf8')).map(({ id }) => id)).toEqual(Object.keys(said));
    }
    quiet.mockRestore();
    const documented = new Set(commands.map(([, format]) => format));
    expect(FORMATS.filter((format) => !documented.has(format))).toEqual(['genesys-details']);
  });

  it('every format has a fixture', () => {
    const tested = new Set(CASES.map(({ format }) => format));
    expect(DOCUMENT_FORMATS.filter(({ name }) => !tested.has(name)).map(({ name }) => name)).toEqual([
      'genesys-details',
    ]);
  });

  it('conversation details are known, and said to hold no texts', async () => {
    await expect(folder.import(path.join(EXPORTS, 'genesys-details.json'))).rejects.toThrow(
      'genesys-details.json: line 3: conversation details say who took part and when, and hold no texts',
    );
  });

  it('what is no text is named', async () => {
    await expect(folder.imported('%PDF-1.7 …', {}, 'chat.pdf')).rejects.toThrow('chat.pdf: a PDF; allowed:');
  });

  it('a folder and a zip of files are read in the order of their names, each in its own format', async () => {
    const files = ['sgd.json', 'table.TSV', 'taskmaster.json'];
    const contents = files.map((file) => readFileSync(path.join(EXPORTS, file)));
    for (const [at, file] of files.entries()) await folder.file(`all/deep/${file}`, contents[at] ?? '');
    await folder.file('all/.hidden', 'nothing');
    const ids = ['1_00000', 'x1', 'dlg-1'];
    expect((await folder.import(folder.at('all'))).dialogues.map(({ id }) => id)).toEqual(ids);
    const zip = zipOf(files.map((file, at) => [`deep/${file}`, contents[at] ?? Buffer.of()]));
    expect((await folder.imported(zip, {}, 'all.zip')).dialogues.map(({ id }) => id)).toEqual(ids);
    await expect(folder.imported(zip.subarray(0, 200), {}, 'cut.zip')).rejects.toThrow('cut.zip: cannot be read: ');
  });

  it('messages that do not stand together are grouped wherever they stand', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => `c${n % 10},${n},customer,${n}`);
    const { dialogues } = await folder.imported(`conversation,time,participant,text\n${rows.join('\n')}\n`);
    expect(dialogues.map(({ id, turns }) => [id, ...turns.map(({ text }) => text)])).toEqual(
      Array.from({ length: 10 }, (_, n) => [`c${n}`, `${n}`, `${n + 10}`, `${n + 20}`]),
    );
  });

  it('conversations that stand in several files are joined, and that is said', async () => {
    const csv = (...rows: string[]) => `conversation,time,participant,text\n${rows.join('\n')}\n`;
    await folder.file('pages/1.csv', csv('c1,1,customer,one', 'c2,1,customer,two'));
    await folder.file('pages/2.csv', csv('c1,2,agent,three'));
    const found = await folder.import(folder.at('pages'));
    expect(byId(found)).toEqual({ c1: ['c: one', 'a: three'], c2: ['c: two'] });
    expect(found.stdout).toContain('conversations that stand in several files, and were joined: 1\n');
  });

  it('dialogues of one id in a set stay two', async () => {
    const line = (text: string) => `{"id":"a","turns":[{"from":"customer","text":"${text}"}]}\n`;
    const said = saidIn(await folder.imported(line('one') + line('two'), {}, 'set.jsonl'));
    expect(said).toEqual([['c: one'], ['c: two']]);
    await folder.file('sets/a.jsonl', line('one') + line('two'));
    await folder.file('sets/b.csv', 'conversation,participant,text\nb,customer,x\na,customer,y\nb,customer,z\n');
    expect(saidIn(await folder.import(folder.at('sets')))).toEqual([
      ['c: one'],
      ['c: two'],
      ['c: x', 'c: z'],
      ['c: y'],
    ]);
  });
});
