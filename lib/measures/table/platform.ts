import { PLATFORM_CALLS, PLATFORM_TOPICS } from '../../genesys/platform/endpoints.ts';
import type { Measure } from './measure.ts';

/** What a run sees of the Platform API. */
export const PLATFORM = [
  {
    name: 'platform_request',
    kind: 'Trend',
    sides: ['customer', 'agent', 'storm'],
    unit: 'ms',
    tags: { name: PLATFORM_CALLS },
    says: "Each Platform API call, the customers' reading of their history too; `name`: the endpoint, with `:id` for ids. The summary has p95 by endpoint where the plan makes fewer than about 500,000 calls, since k6 sorts every sample of a Trend with a threshold each 2 s.",
    splits: [
      { side: 'agent', by: { name: PLATFORM_CALLS }, needs: ['few-calls'] },
      { side: 'monitor', by: { scenario: ['platform-load'] }, needs: ['few-calls', 'platform-load'] },
    ],
    drawn: { keeps: 'distribution', line: { '': 'Platform API call' } },
  },
  {
    name: 'platform_rate_limited',
    kind: 'Rate',
    sides: ['customer', 'agent', 'storm'],
    unit: 'calls',
    tags: {},
    says: "Platform API answers to calls with a user's token: 1 if 429; those of `platformLoad` by the tag `scenario`.",
    splits: [{ side: 'monitor', by: { scenario: ['platform-load'] }, needs: ['platform-load'] }],
    rule: { '': 'share of Platform API calls answered 429' },
  },
  {
    name: 'platform_unexpected',
    kind: 'Counter',
    sides: ['customer', 'agent', 'storm'],
    unit: 'answers',
    tags: { name: [...PLATFORM_CALLS, ...PLATFORM_TOPICS] },
    says: 'Answers and notifications of the Platform API that could not be read: not JSON, or with a field missing or of another type; `name`: the endpoint or the topic. Such a call counts as failed.',
    splits: [],
  },
  {
    name: 'platform_organization_limited',
    kind: 'Counter',
    sides: ['agent'],
    unit: 'calls',
    tags: {},
    says: "Agents' Platform API calls answered 429 by a limit over all tokens of the organization, as `limit` of the answer's body names it: more tokens do not raise it.",
    splits: [],
  },
] as const satisfies readonly Measure[];
