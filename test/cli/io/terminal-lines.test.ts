import { describe, expect, it } from 'vitest';
import { commandIo, scriptIo } from '../../../cli/io/command-io.ts';
import { fittedStream, terminalLines } from '../../../cli/io/terminal-lines.ts';
import { seededRandom } from '../../../lib/base/random.ts';

const fitted = (text: string, columns = 40) => terminalLines(text, columns).split('\n');

describe('a line that is longer than the terminal is wide', () => {
  it('goes on below what it says, behind its label', () => {
    expect(fitted('plan for        at most 131 sessions: 10 % below that')).toEqual([
      'plan for        at most 131 sessions:',
      '                10 % below that',
    ]);
    expect(fitted('                  - of the agents 39 were unresolved', 40)).toEqual([
      '                  - of the agents 39',
      '                    were unresolved',
    ]);
  });

  it('goes on a little to the right where it has no label', () => {
    expect(fitted('  146 of 176 admitted, 30 refused, the first when 147 came')).toEqual([
      '  146 of 176 admitted, 30 refused, the',
      '    first when 147 came',
    ]);
  });

  it('comes to the left where it stands too far to the right', () => {
    expect(fitted(`${' '.repeat(30)}→ agents.capacity is 1 in the plan`)).toEqual([
      '    → agents.capacity is 1 in the plan',
    ]);
  });

  it('has the cells of a table whole', () => {
    expect(fitted('pace   does not follow  146 × 6   146 × 6   0 (0 to 0)   p = 1.000')).toEqual([
      'pace   does not follow  146 × 6',
      '       146 × 6   0 (0 to 0)   p = 1.000',
    ]);
  });

  it('does not cut a command that is to be copied, nor JSON, nor a path', () => {
    const command = 'npx headroom cleanup plans/smoke.json -e TARGET=127.0.0.1:35763';
    expect(fitted(`  left open       what is, this ends: ${command}`)).toEqual([
      '  left open       what is, this ends:',
      `                  ${command}`,
    ]);
    const json = `{ "says": "${'a word '.repeat(20)}" }`;
    expect(fitted(json)).toEqual([json]);
    const path = `result          /tmp/${'a'.repeat(60)}.json`;
    expect(fitted(path)).toEqual([path]);
  });

  it('breaks the path of a call at its steps', () => {
    expect(fitted('  slowest p95     POST /api/v2/conversations/messages/:id/participants 28 ms')).toEqual([
      '  slowest p95     POST /api/v2/',
      '                  conversations/',
      '                  messages/:id/',
      '                  participants 28 ms',
    ]);
  });

  it('counts no colour as a column', () => {
    const line = `\u001b[36m${'a'.repeat(20)}\u001b[0m ${'b'.repeat(18)}`;
    expect(fitted(line)).toEqual([line]);
  });
});

it('says the same words on a terminal, of which none is cut, whatever its width', () => {
  const random = seededRandom(29);
  for (let turn = 0; turn < 500; turn++) {
    const words = Array.from({ length: 1 + Math.floor(random() * 40) }, () =>
      'x'.repeat(1 + Math.floor(random() * 12)),
    );
    const label = random() < 0.5 ? `${' '.repeat(Math.floor(random() * 20))}` : 'sustained       ';
    const columns = 60 + Math.floor(random() * 61);
    const lines = terminalLines(`${label}${words.join(' ')}`, columns).split('\n');
    expect(lines.every((line) => line.length < columns)).toBe(true);
    expect(lines.join(' ').trim().split(/\s+/)).toEqual(`${label}${words.join(' ')}`.trim().split(/\s+/));
  }
});

describe('the stream of a terminal', () => {
  const written: string[] = [];
  const stream = (isTTY: boolean) => ({
    isTTY,
    columns: 20,
    write: (text: string | Uint8Array) => written.push(`${text}`),
  });

  it('leaves what goes on in a line as it is, and knows a line again after lines that stay', () => {
    written.length = 0;
    const terminal = fittedStream(stream(true));
    for (const text of ['a question: ', 'an answer of many words\n', '\r\u001b[2A\u001b[J', 'a line of many words\n'])
      terminal.write(text);
    expect(written).toEqual([
      'a question: ',
      'an answer of many words\n',
      '\r\u001b[2A\u001b[J',
      'a line of many\n  words\n',
    ]);
  });

  it('breaks the lines of a command, and neither those of a script nor those that go to a file', () => {
    const printed = (isTTY: boolean, ioOf: typeof commandIo) => {
      written.length = 0;
      ioOf({ stdout: stream(isTTY), stderr: stream(isTTY), env: {}, cwd: '.' }).stdout.write('a line of many words\n');
      return written.join('');
    };
    expect(printed(true, commandIo)).toBe('a line of many\n  words\n');
    expect(printed(true, scriptIo)).toBe('a line of many words\n');
    expect(printed(false, commandIo)).toBe('a line of many words\n');
  });
});
