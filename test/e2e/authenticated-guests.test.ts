import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId, type Entry } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { planFrom, quick } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock, type VirtualWorld } from '../virtual/play.ts';
import type { Sample } from '../virtual/run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-guests-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REDIRECT = 'https://example.com/signed-in';

interface Guests {
  readonly auth?: object;
  readonly authentication?: object;
  readonly customers?: object;
  readonly restartAtSeconds?: number;
  /** What else the plan has. */
  readonly plan?: object;
  readonly before?: (world: VirtualWorld) => unknown;
  readonly flags?: readonly string[];
}

/** A run with guests that sign in; the longest wait is between two visits, so that each place has one. */
async function played({ auth = {}, authentication, customers, restartAtSeconds, plan, ...more }: Guests) {
  const result = path.join(folder, 'result.json');
  const smoke = planFrom('smoke', {
    customers: {
      ...{ ...quick, sessions: 6, hold: '20s', longestVisit: '40s', gap: '1m', ...customers },
      authentication: { credentials: { source: 'simulated' }, ...authentication },
    },
  });
  const faults = restartAtSeconds === undefined ? {} : { restartAtSeconds };
  const run = await playOnVirtualClock({
    profile: { auth: { enabled: true, ...auth }, faults, agents: { capacity: 5 } },
    script: 'contact-centre',
    plan: { ...smoke, ...plan },
    env: { RESULT: result },
    ...more,
  });
  const { verdict, reading } = JSON.parse(readFileSync(result, 'utf8'));
  return { ...run, verdict, reading };
}

const sum = (samples: readonly Sample[], metric: string, tags: Readonly<Record<string, string>>): number =>
  samples
    .filter((sample) => sample.metric === metric)
    .filter((sample) => Object.entries(tags).every(([tag, value]) => sample.tags[tag] === value))
    .reduce((total, { value }) => total + value, 0);

const configured = (record: readonly Entry[]) => record.filter((entry) => entry.kind === 'session-configured');
const saidBy = (record: readonly Entry[], from: string): number =>
  record.filter((entry) => entry.kind === 'message' && entry.from === from).length;

function expectAllStored({ record, samples }: { record: readonly Entry[]; samples: readonly Sample[] }): void {
  for (const side of ['customer', 'agent']) {
    const stored = saidBy(record, side);
    expect(stored).toBeGreaterThan(0);
    expect(sum(samples, 'messages', { side, state: 'acked' })).toBe(stored);
    expect(sum(samples, 'messages', { side, state: 'sent' })).toBe(stored);
  }
}

describe('authenticated guests', () => {
  it(
    'fifty of them beside fifty anonymous ones are in the record as in the ledgers',
    async () => {
      const dialogue = path.join(folder, 'dialogue.jsonl');
      const turns = ['customer', 'agent', 'customer'].map((from) => ({ from, text: `I am the ${from}` }));
      writeFileSync(dialogue, JSON.stringify({ id: 'd1', turns }));
      // The seed by which half of the first hundred visits sign in.
      const run = await played({
        plan: { seed: 4, transcripts: { path: dialogue } },
        authentication: { share: 0.5 },
        customers: { sessions: 100, perMinute: 6_000, hold: '1s', teardown: '1s', transport: 'dense' },
      });
      const sessions = configured(run.record);
      const subjects = sessions.flatMap(({ subject }) => subject ?? []);
      expect([sessions.length, subjects.length, new Set(subjects).size]).toEqual([100, 50, 50]);
      const conversations = [...run.tenant.org.sessions.all()].flatMap(({ conversation }) => conversation ?? []);
      expect(conversations.filter(({ authenticated }) => authenticated)).toHaveLength(50);
      expect(run.reading).toMatchObject({ transcriptsComplete: 100, signIns: { 'signed-in': 50, refused: 0 } });
      expect(run.stdout).toMatch(/sign-ins +50 guests signed in\n/);
      expect(run.exitCode).toBe(0);
      expectAllStored(run);
    },
    NO_LIMIT,
  );

  it.each(['exact', 'dense'] as const)(
    'their JWTs are refreshed in mid-visit where the connection is lost after they have expired (%s)',
    async (transport) => {
      const run = await played({ auth: { jwtSeconds: 2 }, restartAtSeconds: 4, customers: { transport } });
      expect(configured(run.record).map(({ isNew }) => isNew)).toContain(false);
      const again = configured(run.record).filter(({ isNew }) => !isNew).length;
      expect(run.reading.signIns).toMatchObject({ 'signed-in': 6, refreshed: again, unauthorized: 0 });
      expect(run.reading.notConfigured.unauthorized).toBe(0);
      expect(run.reading.service.outcomes.cut).toBe(6);
      expect(run.reading.transcriptsComplete).toBe(6);
      expectAllStored(run);
    },
    NO_LIMIT,
  );

  it(
    'they come back with a refreshed JWT where a frame is answered 401, and say what was not stored',
    async () => {
      const run = await played({ auth: { jwtSeconds: 3, jwtChecked: 'frames' }, customers: { transport: 'exact' } });
      expect(run.reading.signIns.refreshed).toBeGreaterThanOrEqual(6);
      expect(run.record.some((entry) => entry.kind === 'message-refused' && entry.code === 401)).toBe(true);
      // They went by themselves: nothing cut their connections.
      expect(run.reading.service.outcomes).toMatchObject({ complete: 6, cut: 0 });
      expectAllStored(run);
    },
    NO_LIMIT,
  );

  it(
    'they come again with the refresh tokens that k6 secrets hold for them',
    async () => {
      const flags: string[] = [];
      const before = ({ tenant: { org }, clock }: VirtualWorld) => {
        const tokens = ['anna', 'ben', 'cleo'].map((subject) => {
          const asked = { client_id: 'simulated', response_type: 'code', redirect_uri: REDIRECT, login_hint: subject };
          const issued = org.signIns.idp.authorize(new URLSearchParams(asked), clock.unixMs());
          const code = 'location' in issued ? new URL(issued.location).searchParams.get('code') : undefined;
          return org.signIns.exchange(deploymentId(1), { code: code ?? '', redirectUri: REDIRECT }, clock.unixMs());
        });
        const secrets = tokens.map((token, index) => `guest-${index + 1}=${token?.refreshToken}`);
        flags.push('--secret-source', `mock=${secrets.join(',')}`);
      };
      const run = await played({
        ...{ before, flags },
        plan: { deployments: [{ id: deploymentId(1), origin: 'https://example.com' }] },
        authentication: { credentials: { source: 'secrets' }, kind: 'refresh-token' },
        customers: { sessions: 3, hold: '8s', gap: '500ms' },
      });
      const subjects = configured(run.record).map(({ subject }) => subject);
      expect(new Set(subjects)).toEqual(new Set(['anna', 'ben', 'cleo']));
      expect(subjects.length).toBeGreaterThan(3);
      expect(run.reading.signIns).toMatchObject({ 'signed-in': subjects.length, refused: 0 });
    },
    NO_LIMIT,
  );

  it(
    'a refused refresh ends their visits, and summary and verdict name it',
    async () => {
      const auth = { jwtSeconds: 2, refreshTokenSeconds: 3 };
      const { reading, stdout, verdict } = await played({
        auth,
        restartAtSeconds: 4,
        customers: { transport: 'dense' },
      });
      const refused = reading.signIns['refresh-refused'];
      expect(refused).toBeGreaterThan(0);
      expect(reading.transcriptsComplete).toBe(6 - refused);
      expect(stdout).toMatch(new RegExp(`sign-ins +6 guests signed in, ${refused} refreshes refused\n`));
      expect(verdict).toMatchObject({
        cause: 'guests-not-signed-in',
        evidence: expect.arrayContaining([`${refused} JWTs ended in mid-visit, and their refresh was refused`]),
      });
    },
    NO_LIMIT,
  );

  it(
    'credentials that the org does not take are named although nobody tried an upgrade',
    async () => {
      const codes = path.join(folder, 'codes.txt');
      writeFileSync(codes, Array.from({ length: 6 }, (_, n) => `used-${n}\n`).join(''));
      const authentication = { credentials: { source: 'file', path: codes }, redirectUri: 'https://example.com/back' };
      const { reading, stdout, verdict, record, exitCode } = await played({ authentication });
      expect(configured(record)).toEqual([]);
      expect(reading.signIns.refused).toBe(6);
      expect(verdict).toMatchObject({ cause: 'guests-not-signed-in' });
      expect(stdout).toMatch(/sign-ins +6 credentials refused by the org/);
      expect(stdout).not.toContain('used-');
      expect(exitCode).toBe(99);
    },
    NO_LIMIT,
  );
});
