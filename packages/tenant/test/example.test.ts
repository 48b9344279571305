import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the example of the tenant runs under `node --test` with what `npm run build` made', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', 'examples/tenant.test.mjs']);
  expect(stdout).toMatch(/(#|ℹ) pass 3\n/);
  expect(stdout).toMatch(/(#|ℹ) fail 0\n/);
});
