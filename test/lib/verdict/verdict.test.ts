import { describe, expect, it } from 'vitest';
import type { SummaryMetrics } from '../../../lib/measures/readings.ts';
import { readSummary } from '../../../lib/verdict/reading/reading.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';
import { aPlan } from '../plan/a-plan.ts';
import { metricsOf } from './metrics.ts';
import { withSplits } from './with-splits.ts';

const none = { refused: 0, admitted: 0, closed: 0 };
const script = 'contact-centre';
const judge = (metrics: SummaryMetrics, plan = aPlan()) =>
  verdictOn(readSummary(withSplits(metrics, script, plan), { durationMs: 60_000, script, plan }), plan);

describe('the verdict', () => {
  it('is none when every upgrade opened', () => {
    const verdict = judge(
      metricsOf({ ramp: { ...none, admitted: 100 }, hold: none, teardown: { ...none, closed: 100 } }),
    );
    expect(verdict).toMatchObject({ cause: 'none', says: expect.stringContaining('100 upgrades') });
  });

  it('is not given when nothing ran', () => {
    expect(judge({})).toBeUndefined();
  });

  it('says what refusals may come from where a result of an earlier version does not say when they were', () => {
    const refusing = {
      ramp: { refused: 60, admitted: 150, closed: 0 },
      hold: { refused: 90, admitted: 4, closed: 4 },
      teardown: { refused: 0, admitted: 0, closed: 150 },
    };
    expect(judge(metricsOf(refusing))).toMatchObject({
      cause: 'undetermined',
      says: expect.stringContaining('150 of 304 upgrades were refused'),
      candidates: ['tenant-connection-ceiling', 'connection-rate-throttle', 'refusals-by-chance'],
    });
  });

  it('names the network when HTTP did not answer, but not for one reset in a hundred', () => {
    const silent = { ramp: { refused: 0, admitted: 91, closed: 0 }, hold: none, teardown: none };
    expect(judge(metricsOf(silent, { network: 9 }))?.cause).toBe('network-timeout');
    const noisy = { ...silent, ramp: { refused: 0, admitted: 100, closed: 0 } };
    expect(judge(metricsOf(noisy, { network: 1 }))?.cause).toBe('none');
  });

  it('is undetermined when sessions are missing and no rule has evidence', () => {
    const few = { ramp: { refused: 0, admitted: 50, closed: 0 }, hold: none, teardown: none };
    expect(judge(metricsOf(few, { network: 2 }))).toMatchObject({ cause: 'undetermined', evidence: ['2 × network'] });
  });
});

const well = { ramp: { ...none, admitted: 100 }, hold: none, teardown: { ...none, closed: 100 } };
const counter = (count: number) => ({ values: { count } });
const rate = (share: number, of: number) => ({
  values: { rate: share, passes: Math.round(share * of), fails: of - Math.round(share * of) },
});

/** Agents at work, and what the monitor read in ten readings. */
function served({
  accepted = 100,
  notAnswered = 0,
  limited = 0,
  states = {} as Readonly<Record<string, number>>,
  most = { waiting: 5, alerting: 2, interacting: 20, 'on-queue': 20 } as Readonly<Record<string, number>>,
} = {}): SummaryMetrics {
  return {
    ...metricsOf(well),
    'conversations{state:begun}': counter(100),
    agents_connected: counter(20),
    'conversations{state:accepted}': counter(accepted),
    'conversations{state:not-answered}': counter(notAnswered),
    'conversations{state:wrapped-up}': counter(accepted),
    platform_rate_limited: rate(limited, 1_000),
    ...Object.fromEntries(
      ['full', 'free', 'after-contact', 'plateau'].map((state) => [
        `tenant_state{state:${state}}`,
        rate(states[state] ?? 0, 10),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(most).map(([level, max]) => [`tenant_level{level:${level}}`, { values: { max } }]),
    ),
  };
}

describe('when every upgrade opened, the verdict', () => {
  it('is none while conversations are served, with a few alerts missed', () => {
    expect(judge(served({ notAnswered: 5, states: { free: 0.1, full: 0.1 } }))?.cause).toBe('none');
  });

  it('names a flow that routes nowhere: conversations begin, and the tenant has none in a queue', () => {
    expect(judge(served({ accepted: 0, most: {} }))?.cause).toBe('flow-not-routing');
  });

  it('names a bot that keeps the conversations, before the flow that then routes nowhere', () => {
    const plan = aPlan({ customers: { sessions: 100, perMinute: 50, hold: '1m', longestVisit: '5m', bot: {} } });
    const bots = (met: number, over: number, stuck: number) => ({
      ...served({ accepted: over, most: {} }),
      bot_conversations: counter(met + over + stuck),
      'bot_conversations{state:met}': counter(met),
      'bot_conversations{state:handed-over}': counter(over),
      'bot_conversations{state:stuck}': counter(stuck),
    });
    expect(judge(bots(100, 0, 100), plan)).toMatchObject({
      cause: 'bot-never-hands-over',
      says: expect.stringContaining('kept 100 of 100'),
    });
    expect(judge(bots(100, 96, 4), plan)?.cause).toBe('none');
  });

  it('names agents who do not know the transcripts, unless they are few', () => {
    const mute = (count: number) => ({ ...served(), conversations_unrecognised: counter(count) });
    expect(judge(mute(100))).toMatchObject({
      cause: 'transcript-unrecognised',
      says: expect.stringContaining('mute in 100 of 100'),
    });
    expect(judge(mute(6))?.cause).toBe('transcript-unrecognised');
    expect(judge(mute(4))?.cause).toBe('none');
  });

  it('names the capacity of the queue, and what to raise it to', () => {
    const plan = aPlan({ customers: { sessions: 100, perMinute: 50, hold: '1m', longestVisit: '5m' } });
    expect(judge(served({ states: { full: 0.8 } }), plan)).toMatchObject({
      cause: 'queue-capacity',
      change: expect.stringContaining('the org gave each 1 at once: raise its message capacity (utilization) to 5'),
    });
  });

  it('names conversations of others before the capacity that they take, unless they are few or did no harm', () => {
    const with_ = (state: string, count: number, metrics = served({ states: { full: 0.8 } })) =>
      judge({ ...metrics, [`conversations{state:${state}}`]: counter(count) });
    expect(with_('foreign', 5)).toMatchObject({
      cause: 'foreign-conversations',
      change: expect.stringContaining('Another run or other traffic is at work'),
      also: [{ cause: 'queue-capacity' }],
    });
    expect(with_('left-over', 5)?.change).toContain('npx headroom cleanup');
    expect(with_('foreign', 0)?.cause).toBe('queue-capacity');
  });

  it('concludes nothing from too few readings', () => {
    const metrics = served({ states: { full: 0.8 } });
    const blind = (missed: number, of: number) =>
      judge({
        ...metrics,
        'tenant_state{state:blind}': { values: { passes: missed, fails: of - missed } },
        'tenant_level{level:blind}': { values: { max: 40 } },
      });
    expect(blind(10, 20)?.cause).toBe('queue-capacity');
    expect(blind(11, 20)?.cause).toBe('none');
  });

  it('names unanswered alerts, which leave agents with room', () => {
    expect(judge(served({ notAnswered: 60, states: { free: 0.7 } }))?.cause).toBe('agent-acceptance');
  });

  it('names after-contact work that holds the agents', () => {
    expect(judge(served({ states: { 'after-contact': 0.6 } }))?.cause).toBe('wrap-up-stall');
  });

  it('does not name a few calls answered 429 that held nobody up', () => {
    expect(judge(served({ limited: 0.04 }))?.cause).toBe('none');
    expect(judge(served({ limited: 0.04, states: { free: 0.4 } }))?.cause).toBe('platform-rate-limit');
    const late = { ...served({ limited: 0.04 }), agent_accept: { values: { 'p(95)': 10_000 } } };
    expect(judge(late)?.cause).toBe('platform-rate-limit');
  });

  it('tells a limit over all tokens of the org from one of a token', () => {
    const change = (organization: number) => {
      const limited = {
        ...served({ limited: 0.3 }),
        platform_organization_limited: { values: { count: organization } },
      };
      return judge(limited);
    };
    expect(change(0)?.change).toContain('300 calls a minute for a token');
    expect(change(290)?.change).toContain('The org is limited, not its tokens');
    expect(change(290)?.evidence).toContainEqual(expect.stringContaining('290 429s named a limit over all tokens'));
  });

  it('names the rate limit of the API before the alerts that it leaves unanswered', () => {
    const verdict = judge(served({ limited: 0.3, notAnswered: 60, states: { free: 0.7 } }));
    expect(verdict).toMatchObject({ cause: 'platform-rate-limit', also: [{ cause: 'agent-acceptance' }] });
  });
});

describe('before anything of the tenant, the verdict', () => {
  it('names a generator that was late', () => {
    const late = { ...metricsOf(atTheCeilingOf100), generator_late: rate(0.4, 100) };
    expect(judge(late)).toMatchObject({
      cause: 'generator-saturated',
      says: expect.stringContaining('invalid'),
      also: [{ cause: 'undetermined' }],
    });
  });

  it('names descriptors and ports of this machine', () => {
    const metrics = {
      ...metricsOf(well),
      ws_upgrade_failed: rate(0.1, 100),
      'ws_upgrade_failed{cause:local}': rate(1, 10),
    };
    expect(judge(metrics)?.cause).toBe('local-limits');
  });
});

describe('visits of the open model that could not begin', () => {
  const open = { sessions: 10, perMinute: 600, hold: '1m', teardown: '1s', longestVisit: '5m', model: 'open' };
  const plan = aPlan({ customers: { ...open, visitsPerMinute: 100 } });
  const notBegun = (count: number) => ({ 'dropped_iterations{scenario:customers}': counter(count) });

  it('visits that could not begin make the result invalid where nothing else explains them', () => {
    expect(judge({ ...metricsOf(well), ...notBegun(40) }, plan)).toMatchObject({
      cause: 'generator-saturated',
      says: expect.stringContaining('could not begin 40 of 101 planned visits'),
      change: expect.stringContaining('customers.sessions'),
    });
  });

  it('visits that could not begin come after what keeps visits from ending', () => {
    const verdict = judge({ ...metricsOf(atTheCeilingOf100), ...notBegun(40) }, plan);
    expect(verdict?.cause).toBe('undetermined');
    expect(verdict?.also.map(({ cause }) => cause)).toContain('generator-saturated');
  });

  it('visits that could not begin are noise below 1 % of those planned', () => {
    expect(judge({ ...metricsOf(well), ...notBegun(1) }, plan)?.cause).toBe('none');
  });
});

const atTheCeilingOf100 = {
  ramp: { refused: 60, admitted: 100, closed: 0 },
  hold: { refused: 90, admitted: 4, closed: 4 },
  teardown: { refused: 0, admitted: 0, closed: 100 },
};

describe('sessions that do not come to be', () => {
  it('sessions that are refused with 403 point to the origin', () => {
    const refused = { ramp: { refused: 100, admitted: 0, closed: 0 }, hold: none, teardown: none };
    expect(judge(metricsOf(refused, { cause: 'http-403' }))).toMatchObject({
      cause: 'origin-refused',
      change: expect.stringContaining('https://example.com'),
    });
  });

  it('sessions of a dense run point to the origin when the sentinel sees 403', () => {
    const refused = { ramp: { refused: 100, admitted: 0, closed: 0 }, hold: none, teardown: none };
    const metrics = { ...metricsOf(refused, { cause: 'http-unseen' }), 'sentinel_503{cause:http-403}': rate(0, 3) };
    expect(judge(metrics)?.cause).toBe('origin-refused');
  });

  it('sockets that open without a session point to a deployment that is not active', () => {
    const metrics = { ...metricsOf(well), 'guest_sessions_opened{phase:ramp}': counter(0) };
    expect(judge(metrics)?.cause).toBe('deployment-inactive');
  });

  const withoutSession = (reason: string, count: number) => ({
    ...metricsOf(well),
    'guest_sessions_opened{phase:ramp}': counter(0),
    'guest_sessions_refused{reason:refused}': counter(0),
    [`guest_sessions_refused{reason:${reason}}`]: counter(count),
  });

  it('sessions that the org refused in an error frame point to a deployment that is not active', () => {
    expect(judge(withoutSession('refused', 100))).toMatchObject({
      cause: 'deployment-inactive',
      evidence: [expect.any(String), 'the org refused to configure 100 sessions'],
    });
  });

  it.each(['silent', 'too-many', 'other'])(
    'sessions that did not come to be for the reason %s leave the verdict undetermined',
    (reason) => {
      expect(judge(withoutSession(reason, 100))).toMatchObject({
        cause: 'undetermined',
        says: expect.stringContaining('of 100 sockets that opened'),
        evidence: [`100 × ${reason}`],
      });
    },
  );

  it('sessions that were evicted point to shared tokens', () => {
    const metrics = { ...metricsOf(well), 'guest_sessions_closed{reason:evicted}': counter(40) };
    const customers = { sessions: 100, perMinute: 50, hold: '1m', longestVisit: '5m', identity: 'shared' };
    expect(judge(metrics, aPlan({ customers }))).toMatchObject({
      cause: 'duplicate-identity',
      change: expect.stringContaining('unique'),
    });
  });
});
