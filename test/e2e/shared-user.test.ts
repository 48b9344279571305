import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { planFrom, quick } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-shared-user-'));
afterAll(() => rmSync(folder, { recursive: true }));

it(
  'two tokens of one user are named in the run, and those of two users are not',
  async () => {
    const played = async (...tokens: readonly string[]) => {
      const file = path.join(folder, 'tokens.txt');
      writeFileSync(file, `${tokens.join('\n')}\n`);
      const agents = { count: 2, capacity: 5, tokens: { source: 'file', path: file } };
      const plan = planFrom('smoke', { customers: { ...quick, longestVisit: '40s' }, agents });
      return await playOnVirtualClock({ script: 'contact-centre', plan, sets: ['agents.capacity=5'] });
    };
    const shared = await played('simulated-agent-1', 'simulated-agent-01');
    expect(shared.stderr).toContain('the org holds replies of its user that it did not send');
    expect(shared.stdout).toContain('2 shared-user');
    const apart = await played('simulated-agent-1', 'simulated-agent-2');
    expect(apart.stderr).not.toContain('replies of its user');
    expect(apart.stdout).not.toContain('shared-user');
  },
  NO_LIMIT,
);
