import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../search/comparison/comparison.ts';
import { isDeep } from '../deep.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { headroom, stopTenants, tenantWith } from './headroom.ts';

afterAll(stopTenants);
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Seventeen runs of a quarter of a minute. */
const LONG = 900_000;

const DIALOGUES = Array.from({ length: 6 }, (_, n) => ({
  id: `d${n}`,
  turns: [
    { from: 'customer', text: `Hello, question ${n}` },
    { from: 'agent', text: `Answer ${n}` },
    { from: 'customer', text: `Thanks ${n}` },
  ],
}));

/** A plan of twelve customers and four agents who take one at a time. */
function planNamed(name: string, customers: object = {}): string {
  return dialoguesPlan(folder, name, DIALOGUES, {
    customers: { sessions: 12, perMinute: 900, hold: '2s', longestVisit: '9s', gap: '200ms', ...customers },
    agents: { count: 4, capacity: 1 },
    pace: { min: '200ms', max: '600ms' },
    transcripts: { path: path.join(folder, `${name}.jsonl`) },
  });
}

/** Compares two plans on a tenant whose flow routes by attribute to two queues of two agents each. */
async function compared(name: string, ...args: string[]) {
  const tenant = await tenantWith(
    ...['count=2', 'by=attribute', 'members=spread'].flatMap((set) => ['--set', `queues.${set}`]),
  );
  const out = path.join(folder, `${name}.json`);
  const flags = ['--trials', '8', '-e', `TARGET=${tenant.address}`, '--fresh', '--engine', 'embedded', '--out', out];
  const finished = await headroom(['compare', ...args, ...flags]);
  return { ...finished, result: (JSON.parse(readFileSync(out, 'utf8')) as { result: Comparison }).result };
}

describe.skipIf(!isDeep).concurrent('headroom compare, by whole runs', () => {
  it(
    'shows that sub-queues serve more customers, where one queue has only some of the agents',
    async () => {
      const subQueues = { attribute: 'queue', values: ['1', '2'] };
      const { code, stdout, result } = await compared(
        'of-two',
        planNamed('one-queue'),
        planNamed('sub-queues', { subQueues }),
      );
      expect(result).toMatchObject({ answer: 'b is better', measure: 'served', better: { a: 0, b: 8 } });
      expect(stdout).toContain('sub-queues is better in customers served than one-queue');
      expect(code).toBe(0);
    },
    LONG,
  );

  it(
    'shows no difference between a plan and itself',
    async () => {
      const plan = planNamed('once');
      const { code, stdout, result } = await compared('of-one', plan, plan, '--same');
      expect(result).toMatchObject({ answer: 'no difference shown', measure: 'served' });
      expect(stdout).toContain('nothing: what is shown is noise');
      expect(code).toBe(0);
    },
    LONG,
  );
});
