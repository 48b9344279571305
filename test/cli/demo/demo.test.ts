import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { demo } from '../../../cli/demo/demo.ts';
import { CapturedOutput } from '../captured-output.ts';

it.each<[string, { seed?: string }, RegExp]>([
  ['a seed that is none', { seed: 'x' }, /^headroom demo: --seed x; allowed: a whole number from 0 to \d+\n$/],
  ['a folder that cannot be made', {}, /^headroom demo: EEXIST: .*results'\n$/],
])('headroom demo refuses %s in one line, before it starts anything', async (_, options, says) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  writeFileSync(path.join(folder, 'results'), '');
  const said = new CapturedOutput();
  expect(await demo(options, { stdout: said, stderr: said, env: {}, cwd: folder })).toBe(104);
  expect(said.text).toMatch(says);
  rmSync(folder, { recursive: true });
});
