import { describe, expect, it } from 'vitest';
import { type Org, wellOrg } from '../../lab/runs/service/org.ts';
import { servicePlanOf, serviceReadingOf } from '../../lab/runs/service/reading-of.ts';
import type { ServiceScene } from '../../lab/runs/service/scene.ts';
import { simulateService } from '../../lab/runs/service/simulate.ts';
import { verdictOn } from '../../lib/verdict/verdict.ts';

/** Visits of about a minute, and a third more places than they need. */
const SCENE: ServiceScene = {
  ...{ seed: 5, sessions: 60, rampS: 60, holdS: 600, teardownS: 30, gapS: 2, longestVisitS: 200, slowAnswerS: 20 },
  ...{ exchanges: 5, thinkS: [7, 13], replyS: [4, 8], acceptS: [1, 3], wrapUpS: [4, 6], wrapsUp: true },
  ...{ agents: 28, capacity: 2, missed: 0, alertTimeoutS: 30, questions: 0, intervalS: 10, unread: 0.1 },
  ...{ needed: 42, heldS: 42, visitS: 47 },
};

const judged = (org: Partial<Org>, changes: Partial<ServiceScene> = {}) => {
  const scene = { ...SCENE, ...changes };
  const planted = { ...wellOrg(scene), ...org };
  const log = simulateService(scene, planted);
  return verdictOn({ known: true, value: serviceReadingOf(log, planted.capacity) }, servicePlanOf(scene));
};

describe('the verdict on a modelled service', () => {
  it.each([
    ['none', 'agents enough', {}, {}],
    ['queue-capacity', 'half of the agents', {}, { agents: 12 }],
    [
      'queue-capacity',
      'alerts that take many of the places as the plan has them',
      {},
      { agents: 12, acceptS: [9, 11] },
    ],
    ['queue-capacity', 'an org that gives agents half of their capacity', { capacity: 1 }, { agents: 20 }],
    ['agent-acceptance', 'accepts that take 20 s more', { acceptS: 20 }, {}],
    ['agent-acceptance', 'alerts that ring till the customer has gone', { missed: 1 }, { alertTimeoutS: 500 }],
    ['wrap-up-stall', 'after-contact work of two minutes more', { afterS: 120 }, {}],
    ['slow-routing', 'a flow that takes 30 s', { flowS: () => 30 }, {}],
    ['slow-routing', 'a queue that routes after 30 s', { routingS: 30 }, {}],
    [
      'flow-not-routing',
      'a flow that loses one conversation in three',
      { flowS: ({ slot }) => (slot % 3 === 0 ? Infinity : 0) },
      {},
    ],
    ['tokens-refused', 'tokens that end in mid-run', { tokenEndsS: (agent) => (agent < 14 ? 300 : Infinity) }, {}],
    ['foreign-conversations', 'conversations of others', { others: { perMinute: 60, staysS: 60 } }, {}],
  ] as const satisfies readonly (readonly [string, string, Partial<Org>, Partial<ServiceScene>])[])(
    'the verdict is %s on %s',
    (cause, _, org, changes) => {
      expect(judged(org, changes)).toMatchObject({ cause });
      expect(judged(org, changes)).not.toHaveProperty('candidates');
    },
  );

  it.each([
    ['are of other queues', { isPresent: (agent: number) => agent > 18 }],
    ['are never let on queue', { admits: (agent: number) => agent > 18 }],
    ['go off queue in mid-run', { isPresent: (agent: number, nowS: number) => agent > 18 || nowS < 120 }],
    ['are all of other queues', { isPresent: () => false }],
    ['are all never let on queue', { admits: () => false }],
  ])('the verdict says so where agents %s', (_, org) => {
    expect(judged(org)).toMatchObject({ cause: 'queue-capacity', says: expect.stringContaining('not on queue') });
  });

  it('the verdict names two candidates and an experiment where each place had no second conversation', () => {
    expect(judged({}, { agents: 12, holdS: 10, rampS: 10 })).toMatchObject({
      candidates: ['queue-capacity', 'wrap-up-stall'],
      next: expect.stringContaining('twice the agents'),
    });
  });

  it('the verdict gives candidates where the monitor read nothing', () => {
    expect(judged({}, { agents: 12, unread: 1 })).toMatchObject({
      cause: 'undetermined',
      candidates: ['queue-capacity', 'wrap-up-stall', 'slow-routing'],
    });
  });
});
