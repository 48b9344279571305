import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import { aPlan, planJson } from '../lib/plan/a-plan.ts';
import { headroom } from './headroom.ts';

/** A name that is not loopback, mapped to a listener on loopback by k6's `hosts`: so what refuses is the script. */
const NAME = 'genesys.test';
const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

let folder: string;
let server: Server;
let connections = 0;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  connections = 0;
  server = createServer((_, response) => response.writeHead(503).end());
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const customers = { sessions: 1, perMinute: 60, hold: '1s', teardown: '1s', longestVisit: '5s' };

async function runWith(approval: unknown, script = 'dist/customers.js') {
  const { port } = server.address() as AddressInfo;
  const plan = {
    ...planJson(),
    target: { address: `${NAME}:${port}`, unlisted: true },
    agents: undefined,
    approval,
    customers,
    retry: { attempts: 1 },
  };
  const file = path.join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return headroom(['run', script, '--engine', 'embedded', '-e', `PLAN=${file}`], {
    K6_HOSTS: JSON.stringify({ [NAME]: '127.0.0.1' }),
  });
}

/**
 * The script on a clock that is ahead in its last init, which is that for handleSummary, after those for the options, for
 * the one VU and for setup: a window that is long enough for one run and no second.
 */
function jumping(script: string, aheadMs: number): string {
  const jump = `import { SharedArray as Once } from 'k6/data';
let place = -1;
for (let at = 0; place < 0; at++) new Once('init ' + at, () => { place = at; return [0]; });
class Date extends globalThis.Date { static now() { return super.now() + (place >= 3 ? ${aheadMs} : 0); } }
`;
  const file = path.join(folder, path.basename(script));
  writeFileSync(file, jump + readFileSync(script, 'utf8'));
  return file;
}

describe('a target that is not loopback', () => {
  it.each([
    ['without approval', undefined, 'needs its approval'],
    [
      'before the window',
      { reference: 'CASE-1', from: at(HOUR), to: at(3 * HOUR) },
      'outside the approved window of CASE-1',
    ],
    [
      'after the window',
      { reference: 'CASE-1', from: at(-3 * HOUR), to: at(-HOUR) },
      'outside the approved window of CASE-1',
    ],
    [
      'when the run would outlast the window',
      { reference: 'CASE-1', from: at(-HOUR), to: at(60_000) },
      'would outlast',
    ],
  ])('%s: exit 108, one line, no connection', async (_, approval, says) => {
    const { code, stderr } = await runWith(approval);
    const lines = stderr.split('\n').filter((line) => line.includes('level=error'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(says);
    expect(code).toBe(108);
    expect(connections).toBe(0);
  });

  it('within the window: the load arrives and the summary is told, though no second run would fit', async () => {
    const aheadMs = 120_000;
    const { longestMs } = scheduleOf(aPlan({ agents: undefined, customers }));
    const approval = { reference: 'CASE-1', from: at(-HOUR), to: at(longestMs + aheadMs / 2) };
    const { stdout, stderr } = await runWith(approval, jumping('dist/customers.js', aheadMs));
    expect(connections).toBeGreaterThanOrEqual(1);
    expect(stderr).not.toContain('would outlast');
    expect(stdout).toContain('headroom customers · plan test');
  }, 30_000);
});
