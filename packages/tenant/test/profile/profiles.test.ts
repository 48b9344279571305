import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { loadProfile, PROFILE_NAMES } from '../../src/profile/load.ts';
import { control, stillTenant, TestGuest, tenantWith, upgrade } from '../client.ts';

/** How the upgrades after `opened` are answered: a status, or `open`. */
async function statuses(profile: string, count: number, sets: readonly string[] = []) {
  const tenant = await tenantWith(sets, profile);
  const seen: (number | 'open')[] = [];
  for (let n = 0; n < count; n++) seen.push((await upgrade(tenant))?.status ?? 'open');
  return { tenant, seen };
}

describe('a profile for each cause', () => {
  it('healthy opens, answers and routes', async () => {
    const guest = await TestGuest.session(await tenantWith());
    expect((await guest.say('hello')).code).toBe(200);
  });

  it('connection-rate-throttle refuses at a pace, whatever is open, and clears after a wait', async () => {
    const { tenant, clock } = await stillTenant([], 'connection-rate-throttle');
    const burst = await Promise.all(Array.from({ length: 121 }, () => upgrade(tenant)));
    expect(burst.filter((refused) => refused === undefined)).toHaveLength(120);
    expect(burst.find((refused) => refused !== undefined)?.status).toBe(503);
    clock.advance(6_000);
    expect(await upgrade(tenant)).toBeUndefined();
  });

  it('source-address-limit refuses one address above its ceiling and not another', async () => {
    const { tenant, seen } = await statuses('source-address-limit', 2, ['ceiling.max=1', 'ceiling.jitter=0']);
    expect(seen).toEqual(['open', 503]);
    expect(await upgrade(tenant, { from: '127.0.0.2' })).toBeUndefined();
  });

  it('origin-refused answers 403', async () => {
    expect((await statuses('origin-refused', 1)).seen).toEqual([403]);
  });

  it('deployment-inactive opens sockets and serves no session', async () => {
    const guest = await TestGuest.open(await tenantWith([], 'deployment-inactive'));
    const answer = await guest.ask({ action: 'configureSession', deploymentId: guest.deployment });
    expect(answer).toMatchObject({ class: 'string', code: 403 });
  });

  it('flow-not-routing takes messages that never reach the queue', async () => {
    const tenant = await tenantWith([], 'flow-not-routing');
    await (await TestGuest.session(tenant)).say('hello');
    const events = (await control(tenant, '/record')).lines().filter(({ kind }) => kind === 'conversation');
    expect(events.map(({ event }) => event)).toEqual(['created']);
  });

  it('network-timeout stalls a fifth of the upgrades', () => {
    expect(loadProfile('network-timeout').faults.stalledShare).toBe(0.2);
  });
});

it.each(PROFILE_NAMES)('the profile %s takes settings over it', (name) => {
  expect(loadProfile(name, ['agents.count=3']).agents.count).toBe(3);
});

it('headroom tenant --help lists the profiles and the settings', () => {
  const help = execFileSync(process.execPath, ['dist/node/headroom.js', 'tenant', '--help'], { encoding: 'utf8' });
  for (const name of [...PROFILE_NAMES, 'ceiling', 'faults', 'limits']) expect(help).toContain(name);
});

describe('a profile', () => {
  it.each([
    ['nowhere', [], 'no such profile or file; allowed: healthy'],
    ['healthy', ['ceiling.max=-1'], 'ceiling.max'],
    ['healthy', ['celing.max=1'], 'celing'],
    ['healthy', ['faults.droppedShare=2'], 'faults.droppedShare'],
    ['healthy', ['nothing'], 'allowed: path=value'],
  ] as const)('%s with %j gets an error of one line', (profile, sets, line) => {
    expect(() => loadProfile(profile, sets)).toThrow(line);
    try {
      loadProfile(profile, sets);
    } catch (error) {
      expect(String(error)).not.toContain('\n');
    }
  });
});

describe('a key of --set that every object has', () => {
  it.each(['__proto__.x=1', 'constructor.prototype.x=1', 'agents.__proto__.x=1', 'toString=1'])(
    'is refused: %s',
    (set) => {
      expect(() => loadProfile('healthy', [set])).toThrow(/^--set .*; allowed: a key of the profile$/);
      expect(Reflect.get({}, 'x')).toBeUndefined();
    },
  );
});
