import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { UNSUPPORTED } from '../../src/options/option-table.ts';

const document = readFileSync('docs/engine.md', 'utf8');

test.each(UNSUPPORTED.map(({ key, flag, env }) => key ?? (flag === undefined ? env : `--${flag}`)))(
  'the refused %s stands in docs/engine.md',
  (name) => {
    expect(document).toContain(`\`${name}`);
  },
);
