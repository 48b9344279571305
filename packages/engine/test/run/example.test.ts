import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { finished } from '../../../../test/child.ts';

describe('examples/run-script.mjs', () => {
  it('the example runs a k6 script through the built package, and its check holds', async () => {
    const child = spawn(process.execPath, ['examples/run-script.mjs'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const { code, stdout, stderr } = await finished(child);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('✓ the server is up');
    expect(stdout).toContain('10 out of 10');
  });
});
