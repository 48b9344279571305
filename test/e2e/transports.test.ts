import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId } from '@headroom/tenant';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import { slotTimes } from '../../lib/plan/slots.ts';
import { rampingSteps } from '../../packages/engine/src/executors/ramping-steps.ts';
import { customersScenario } from '../../thresholds/executors.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { dialoguesPlan } from './dialogues-plan.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-transports-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const DIALOGUES = 24;
const dialogues = Array.from({ length: DIALOGUES }, (_, index) => ({
  id: `dialogue-${index}`,
  turns: Array.from({ length: 3 + (index % 4) }, (_, turn) => ({
    from: turn % 2 === 0 ? 'customer' : 'agent',
    text: `${index}: ${turn}`,
  })),
}));

/** What a run's ledgers say, and per visit what the tenant stored, in order. */
async function played(transport: 'exact' | 'dense') {
  const plan = dialoguesPlan(folder, transport, dialogues, {
    customers: { sessions: DIALOGUES, perMinute: 1_440, hold: '1s', transport, sessionsPerVu: 5 },
    agents: { count: 8 },
    pace: { min: '100ms', max: '200ms' },
    deployments: [1, 2, 3].map((n) => ({ id: deploymentId(n), origin: 'https://example.com', weight: n })),
    gate: 'explore',
  });
  const result = at(`${transport}-result.json`);
  const { exitCode, tenant } = await playOnVirtualClock({
    script: 'contact-centre',
    plan,
    env: { RESULT: result },
    sets: ['agents.capacity=5'],
  });
  const said: Record<string, string[]> = {};
  for (const entry of tenant.org.record.entries) {
    if (entry.kind !== 'message') continue;
    const { attributes, deploymentId: deployment = '' } = tenant.org.conversations.get(entry.conversationId) ?? {};
    const visit = attributes?.customer?.replace(/^.*-/, '') ?? '';
    said[visit] = [...(said[visit] ?? [deployment]), `${entry.from} ${entry.text}`];
  }
  const { messages } = JSON.parse(readFileSync(result, 'utf8')).reading;
  return { exitCode, messages, said };
}

describe('dense and exact transport, on the same plan,', () => {
  it(
    'give the same ledgers, and each visit hears and says the same in the same deployment',
    async () => {
      const [exact, dense] = [await played('exact'), await played('dense')];
      expect(exact.messages.customer.acked).toBeGreaterThan(DIALOGUES);
      expect(Object.keys(exact.said)).toHaveLength(DIALOGUES);
      expect(dense).toEqual(exact);
      expect(exact.exitCode).toBe(0);
    },
    NO_LIMIT,
  );

  it('plan the same arrivals: slots of the one begin and stop when ramping-vus begins and stops VUs of the other', () => {
    const sessions = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(sessions, fc.integer({ min: 1, max: 6_000 }), (count, perMinute) => {
        const plan = aPlan({
          customers: { sessions: count, perMinute, hold: '1m', teardown: '2m', longestVisit: '5m', transport: 'exact' },
        });
        const { stages } = customersScenario(plan) as { stages: { target: number; duration: string }[] };
        const steps = [
          ...rampingSteps(
            0,
            stages.map(({ target, duration }) => ({ target, durationMs: Number.parseFloat(duration) })),
          ),
        ].slice(1);
        const times = Array.from({ length: count }, (_, slot) => slotTimes(plan, scheduleOf(plan), slot));
        const near = (found: readonly number[], wanted: readonly number[]) => {
          expect(found).toHaveLength(wanted.length);
          // Stages are whole ms.
          for (const [place, atMs] of found.entries()) expect(Math.abs(atMs - (wanted[place] ?? 0))).toBeLessThan(1);
        };
        const begun = steps.filter(({ vus }, place) => vus > (steps[place - 1]?.vus ?? 0));
        const stopped = steps.filter(({ vus }, place) => vus < (steps[place - 1]?.vus ?? 0));
        near(
          begun.map(({ atMs }) => atMs),
          times.map(({ startsMs }) => startsMs),
        );
        near(
          stopped.map(({ atMs }) => atMs),
          times.map(({ stopsMs }) => stopsMs).reverse(),
        );
      }),
      { numRuns: 50 },
    );
  });
});
