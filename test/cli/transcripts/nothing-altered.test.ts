import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { encode } from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportFolder, saidIn } from './importing.ts';

let folder: ImportFolder;
beforeAll(() => {
  folder = new ImportFolder();
});
afterAll(() => folder.remove());

const HEADER = 'conversation,time,participant,text\n';
const table = (...rows: string[]): string => `${HEADER}${rows.join('\n')}\n`;

describe('the encoding of an export', () => {
  const text = table('c1,1,customer,Où est ma commande ? Très déçu…', 'c1,2,agent,Je vérifie ça pour vous à l’instant');
  const said = [['c: Où est ma commande ? Très déçu…', 'a: Je vérifie ça pour vous à l’instant']];

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])(
    'the encoding is found out and said: %s',
    async (encoding) => {
      for (const addBOM of encoding.startsWith('utf') ? [true, false] : [false]) {
        const found = await folder.imported(encode(text, encoding, { addBOM }));
        expect(saidIn(found)).toEqual(said);
        expect(found.stdout.includes('encoded in')).toBe(encoding !== 'utf-8');
        if (encoding !== 'utf-8') expect(found.stdout).toContain(`chats.csv: encoded in ${encoding}`);
      }
    },
  );

  it('an encoding that is named is taken', async () => {
    const cyrillic = table('c1,1,customer,Где мой заказ?');
    expect(saidIn(await folder.imported(encode(cyrillic, 'koi8-r'), { encoding: 'koi8-r' }))).toEqual([
      ['c: Где мой заказ?'],
    ]);
    await expect(folder.imported(text, { encoding: 'klingon' })).rejects.toThrow('--encoding klingon: unknown');
  });

  it('bytes that are wrong in it are an error with line and column', async () => {
    const bytes = Buffer.concat([
      Buffer.from(text),
      Buffer.from('c2,1,customer,é'),
      Buffer.of(0xe9),
      Buffer.from('\n'),
    ]);
    await expect(folder.imported(bytes)).rejects.toThrow(
      'chats.csv: line 4, column 16: byte 0xE9 is no text in utf-8; allowed: --encoding',
    );
    const hole = Buffer.concat([encode(text, 'windows-1252'), Buffer.of(0x63, 0x81, 0x0a)]);
    await expect(folder.imported(hole)).rejects.toThrow('line 4, column 2: byte 0x81 is no text in windows-1252');
  });

  it('the first letter that is not ASCII may stand far behind', async () => {
    const rows = Array.from({ length: 40_000 }, (_, n) => `c${n},1,customer,Some text that is plain enough`);
    const far = table(...rows, 'last,1,customer,Déjà vu à Zürich');
    for (const encoding of ['utf-8', 'windows-1252']) {
      const { dialogues } = await folder.imported(encode(far, encoding));
      expect(dialogues.at(-1)?.turns[0]?.text).toBe('Déjà vu à Zürich');
    }
  });
});

describe('the dates of an export', () => {
  const at = (...dates: string[]) => table(...dates.map((date, n) => `c1,${date},customer,${n}`));
  const order = async (dates: string[], options = {}) =>
    saidIn(await folder.imported(at(...dates), options))[0]
      ?.map((said) => said.slice(3))
      .join('');

  it('dates that stand in another order with the month first are an error that names both and the flag', async () => {
    await expect(folder.imported(at('03/04/2026 10:00', '01/05/2026 10:00'))).rejects.toThrow(
      'line 2: time: 3 April 2026 with the day first, or 4 March 2026 with the month first, and no date in the export says which; allowed: --dates day-first or --dates month-first',
    );
    expect(await order(['03/04/2026 10:00', '01/05/2026 10:00'], { dates: 'day-first' })).toBe('01');
    expect(await order(['03/04/2026 10:00', '01/05/2026 10:00'], { dates: 'month-first' })).toBe('10');
  });

  it('a date anywhere in the export shows the order of all', async () => {
    const rows = ['c1,03/04/2026,customer,0', 'c1,01/05/2026,customer,1', 'c2,13/05/2026,customer,2'];
    expect(saidIn(await folder.imported(table(...rows)))[0]).toEqual(['c: 0', 'c: 1']);
    const american = [...rows.slice(0, 2), 'c2,05/13/2026,customer,2'];
    expect(saidIn(await folder.imported(table(...american)))[0]).toEqual(['c: 1', 'c: 0']);
    await expect(folder.imported(table(...american, 'c3,13/05/2026,customer,3'))).rejects.toThrow(
      'a date only with the day first',
    );
  });

  it('dates that stand in one order either way need no flag', async () => {
    expect(await order(['03/04/2026 10:01', '03/04/2026 10:00'])).toBe('10');
  });

  it.each(['turn 50', 'soon', '2026-02-30', '13/13/2026', '25:00', '2026-01-01T25:00Z', 'May'])(
    '%s is no date',
    async (no) => {
      await expect(folder.imported(at(no))).rejects.toThrow('line 2: time: not a date, and not a number');
    },
  );

  it.each([
    [['2026-01-01T10:00:00.000002Z', '2026-01-01T10:00:00.000001Z'], 'microseconds'],
    [['2026-01-01 10:00:00+01:00', '2026-01-01 10:00:00+02:00'], 'zones'],
    [['1 Feb 2026 10:00', 'Sat, 31 Jan 2026 10:00:00 GMT'], 'names of months'],
    [['Feb 1, 2026 1:00 PM', 'Feb 1, 2026, 11:59 a.m.'], 'halves of the day'],
    [['02.01.2026 09:00', '31.12.2025 10:00'], 'dots'],
    [['/Date(1767261600001)/', '/Date(1767261600000)/'], 'the dates of .NET'],
    [['1767261600.5', '1767261600'], 'numbers'],
  ])('times are read: %s', async (dates) => expect(await order(dates.map((date) => `"${date}"`))).toBe('10'));
});

describe('messages of one time', () => {
  it('keep the order of the file', async () => {
    const rows = ['c1,10,customer,1', 'c1,10,customer,2', 'c1,10,agent,3'];
    expect(saidIn(await folder.imported(table(...rows)))[0]).toEqual(['c: 1', 'c: 2', 'a: 3']);
  });

  it('are turned round in a file that runs backwards, also in a conversation of one time before any other', async () => {
    const rows = [
      'c2,20,agent,2',
      'c2,20,customer,1',
      'c1,10,agent,d',
      'c1,9,customer,c',
      'c1,9,customer,b',
      'c1,8,customer,a',
    ];
    expect(saidIn(await folder.imported(table(...rows)))).toEqual([
      ['c: 1', 'a: 2'],
      ['c: a', 'c: b', 'c: c', 'a: d'],
    ]);
  });

  it('stay as the file has them where the user says so', async () => {
    const rows = ['c1,10,customer,1', 'c1,9,customer,2'];
    expect(saidIn(await folder.imported(table(...rows), { order: 'file' }))[0]).toEqual(['c: 1', 'c: 2']);
    expect(saidIn(await folder.imported(table(...rows), { order: 'reversed' }))[0]).toEqual(['c: 2', 'c: 1']);
  });
});

describe('what a table says twice or not at all', () => {
  it('two columns of one name are an error, and a number takes one of them', async () => {
    const twice = 'conversation,time,participant,text,text\nc1,1,customer,Hello,Hallo\n';
    await expect(folder.imported(twice)).rejects.toThrow(
      'line 1: 2 columns named "text": 4 and 5; allowed: --text with the number',
    );
    expect(saidIn(await folder.imported(twice, { text: '4' }))).toEqual([['c: Hello']]);
  });

  it.each([
    ['', 'an empty file'],
    ['\n \n', 'an empty file'],
    [HEADER, 'a header and no rows'],
    ['[]', 'no message in it'],
    [gzipSync(''), 'an empty file'],
  ])('a file with nothing in it is an error: %j', async (content, says) => {
    const before = existsSync(folder.at('none.jsonl'));
    await expect(folder.imported(content, { output: folder.at('none.jsonl') })).rejects.toThrow(says);
    expect(existsSync(folder.at('none.jsonl'))).toBe(before);
  });

  it('numbers that a double cannot hold stay as they are written', async () => {
    const rows = ['12345678901234567890', '12345678901234567891', '9007199254740991'].map(
      (id) => `{"conversation": ${id}, "participant": "customer", "text": 0.12345678901234567890}`,
    );
    const { dialogues } = await folder.imported(rows.join('\n'), {}, 'a.jsonl');
    expect(dialogues.map(({ id }) => id)).toEqual(['12345678901234567890', '12345678901234567891', '9007199254740991']);
    expect(dialogues[0]?.turns[0]?.text).toBe('0.12345678901234567890');
  });

  it('cells that are not closed, or of another number than the first row, are errors with their line', async () => {
    await expect(folder.imported(table('c1,1,customer,"Hello', 'c1,2,customer,Hi'))).rejects.toThrow(
      'line 2: a quote that is never closed',
    );
    await expect(folder.imported(table('c1,1,customer,Hello', 'c1,2,customer,Hi, there'))).rejects.toThrow(
      'line 3: 5 cells; the first row has 4',
    );
  });
});

describe('a key that stands twice in an object of JSON', () => {
  const records = (text: string, rest = '') =>
    `[{"conversation":"c1","participant":"customer","text":"Hi"},\n{"conversation":"c1","participant":"agent",${text}}${rest}]`;

  it.each([
    ['on one line', records('"text":"One","text":"Two"')],
    ['over several lines', records('"text":\n"One",\n"text" : "Two"')],
    ['with one of them spaced', records('"text":"One","text" :"Two"')],
    ['written in another way', records('"text":"One","te\\u0078t":"Two"')],
    ['beside a text that looks like a key', records('"text":"\\":","text":"Two"')],
    ['in an object within', records('"text":"One","more":{"a":[{"b":1,"b":1}]}')],
  ])('is an error that names it and its line: %s', async (_, text) => {
    await expect(folder.imported(text)).rejects.toThrow(
      /: line [12]: the key "(text|te\\u0078t|b)" stands twice in an object; allowed: once/,
    );
  });

  it('is none where objects beside or within one another have the same keys, and texts that look like them', async () => {
    const text = records(
      '"text":"a\\":b \\\\","more":{"text":1,"list":[{"text":1},{"text":2}]}',
      ',{"conversation" : "c1","participant":"customer","text":"{\\"a\\":1,\\"a\\":2}"}',
    );
    expect(saidIn(await folder.imported(text))).toEqual([['c: Hi', 'a: a":b \\', 'c: {"a":1,"a":2}']]);
  });
});

describe('HTML in texts', () => {
  const rows = table('c1,1,customer,<p>Hello &amp; <b>good</b> day</p><p>I&#39;m Ann</p>', 'c1,2,agent,1 < 2 & 3 > 2');

  it('is said, and kept', async () => {
    const { dialogues, stdout } = await folder.imported(rows);
    expect(dialogues[0]?.turns[0]?.text).toBe('<p>Hello &amp; <b>good</b> day</p><p>I&#39;m Ann</p>');
    expect(stdout).toContain('texts that look like HTML and stay as they are: 1;');
  });

  it('is taken off on demand, and counted', async () => {
    const found = await folder.imported(rows, { dropHtml: true });
    expect(saidIn(found)).toEqual([["c: Hello & good day\nI'm Ann", 'a: 1 < 2 & 3 > 2']]);
    expect(found.stdout).toContain('texts whose HTML was taken off: 1');
  });
});
