import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UNSUPPORTED_CALLS } from '../../src/contract/unsupported-calls.ts';

/** The rows of the table in docs/engine.md that names the calls, as plain text. */
function documented(): readonly { readonly call: string; readonly said: string }[] {
  const document = readFileSync('docs/engine.md', 'utf8');
  const [, table = ''] = document.split('| call | what the line says of it |\n');
  const [rows = ''] = table.split('\n\n');
  return rows
    .split('\n')
    .slice(1)
    .map((row) => {
      const [, call = '', said = ''] = row.replaceAll('`', '').split('|');
      return { call: call.trim(), said: said.trim() };
    });
}

describe('the table of calls that the engine lacks', () => {
  test('docs/engine.md has a row for each, in its words, and no other', () => {
    const table = Object.values(UNSUPPORTED_CALLS);
    const rows = documented();
    const named = rows.map(({ call, said }) => ({
      said,
      calls: table.filter(({ what }) => call.includes(what)).map(({ what }) => what),
    }));
    expect(new Set(named)).toEqual(new Set(table.map(({ what, why }) => ({ said: why, calls: [what] }))));
    expect(rows).toHaveLength(table.length);
  });
});
