import { CEILING_FAMILIES } from '../../lab/search/ceiling-families.ts';
import { labSettings } from '../../lab/search/ceiling-lab.ts';
import { playedSearch } from '../../lab/search/played-search.ts';
import type { CleanupFile, VerifyFile } from '../../report/read/org-files.ts';
import type { Preflight } from '../../report/read/preflight.ts';
import type { AttributeFile, CeilingFile, CompareFile } from '../../report/read/search-files.ts';
import { comparePairs } from '../../search/comparison/comparison.ts';

/** A whole result of each command that writes one, as it stands in its file. */

const TARGET = '127.0.0.1:7420';
const [startedAt, endedAt] = ['2026-11-30T01:00:00.000Z', '2026-11-30T01:12:00.000Z'];

function aCeiling(): CeilingFile {
  const family = CEILING_FAMILIES.find(({ name }) => name === '140-160 redrawn, quick');
  if (family === undefined) throw new Error('no such family');
  const settings = labSettings(family);
  const { result, history } = playedSearch(family, settings, 4_242);
  return { plan: 'noisy', target: TARGET, startedAt, endedAt, transport: 'exact', settings, result, history };
}

const attribute: AttributeFile = {
  plan: 'a-plan',
  target: 'mypurecloud.de',
  startedAt,
  endedAt,
  end: { kind: 'complete' },
  result: {
    level: 150,
    attachedTo: ['deployment-limit'],
    findings: [
      {
        axis: 'deployment',
        answer: 'follows',
        armA: 'one deployment',
        armB: '12 deployments',
        a: [36, 37, 37, 36, 37, 35],
        b: [148, 151, 149, 150, 150, 152],
        shift: { estimate: 113, lower: 111.5, upper: 115 },
        adjustedP: 0.004,
        why: 'arm b holds 113 more',
      },
      { axis: 'pace', answer: 'does not follow', why: 'who leaves makes room: 0 of 16 knocks came in' },
    ],
    notVaried: [{ axis: 'side', why: 'the plan has no agents' }],
  },
};

const compare: CompareFile = {
  a: 'one-queue',
  b: 'sub-queues',
  target: TARGET,
  by: 'contact-centre',
  differences: ['customers.subQueues'],
  startedAt,
  endedAt,
  end: { kind: 'complete' },
  result: comparePairs(
    Array.from({ length: 12 }, (_, n) => ({
      a: { held: 20, served: 0.5 + n / 100, wait: 8_000 },
      b: { held: 20, served: 0.8 + n / 50, wait: 4_000 },
    })),
    'served',
  ),
};

const preflight: Preflight = {
  plan: 'a-plan',
  target: TARGET,
  at: startedAt,
  checks: [
    { what: 'approval', state: 'ok', is: 'CASE-17' },
    { what: 'agent capacity', state: 'fail', is: '2 agents × 1 serve 2', change: 'set it to at least 5' },
    { what: 'limits', state: 'unknown', is: 'the API answered 403' },
  ],
};

const verify: VerifyFile = {
  plan: 'a-plan',
  target: TARGET,
  at: endedAt,
  runs: ['r1'],
  conversations: 31,
  others: 2,
  messages: 273,
  openings: 0,
  byFirstMessages: 0,
  transcripts: { found: 12, of: 12 },
  leftEarly: { conversations: 3, turns: 14 },
  unfinished: { conversations: 0, turns: 0, atDeadline: 0 },
  neverBegun: 1,
  notFound: 0,
  disagreements: [{ what: 'altered', side: 'agent', run: 1, found: 2 }],
  discrepancies: [{ kind: 'missing', conversationId: 'c-1', customer: 'r1-7', transcript: '3 t3', turn: 5 }],
};

const cleanup: CleanupFile = {
  plan: 'a-plan',
  target: TARGET,
  at: endedAt,
  cleanup: {
    before: { openConversations: ['c-1', 'c-2', 'c-3'], others: 4, perhaps: 1, onQueue: ['u-1'] },
    done: { ended: 2, wrappedUp: 1, offline: 1, unsubscribed: 1 },
    after: { openConversations: ['c-3'], others: 4, perhaps: 1, onQueue: [] },
  },
};

export const RESULTS = { ceiling: aCeiling(), attribute, compare, preflight, verify, cleanup } as const;
