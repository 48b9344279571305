import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { attribute } from '../../../cli/attribute/attribute.ts';
import { ceiling } from '../../../cli/ceiling/ceiling.ts';
import { compare } from '../../../cli/compare/compare.ts';
import { measuredBy } from '../../../cli/compare/what-is-measured.ts';
import { planDifferences } from '../../../cli/plan/plan-differences.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-searches-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a plan. Its target is a port on which nothing listens: load would end with another exit code than 104. */
function plan(name: string, changes: object = {}): string {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...planJson(), name, target: { address: '127.0.0.1:1' }, ...changes }));
  return file;
}

/** Runs a command with bad input. Returns its exit code, and its one line on stderr. */
async function refused(command: (io: RunIo) => Promise<number>, env: Readonly<Record<string, string>> = {}) {
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const code = await command({ stdout, stderr, env, cwd: folder });
  expect(stdout.text).toBe('');
  expect(stderr.text.trim().split('\n')).toHaveLength(1);
  return { code, stderr: stderr.text };
}

/** A folder for PATH with a k6. It is never started, since the input is refused before. */
const k6Folder = path.join(folder, 'bin');
mkdirSync(k6Folder);
writeFileSync(path.join(k6Folder, 'k6'), '', { mode: 0o755 });

const DOMAIN = { target: { domain: 'mypurecloud.com' } };
const options = { e: [] };

function approved() {
  const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  return { ...DOMAIN, agents: undefined, approval: { reference: 'CASE-1', from, to } };
}

describe('headroom ceiling', () => {
  it.each<[string, string, string]>([
    ['a plan that is not there', 'nowhere.json', 'no such file'],
    ['a bad plan', plan('bad', { ceiling: { window: 5 } }), 'ceiling.window: 5; allowed: a duration'],
    ['an unknown key', plan('key', { ceiling: { windows: 22 } }), 'ceiling: unknown key "windows"; allowed: window'],
    [
      'a plan without room to search',
      plan('room', { ceiling: { first: 100, most: 100 } }),
      'ceiling.first: 100; allowed: below ceiling.most (100)',
    ],
    [
      'a budget too short for one phase',
      plan('budget', { ceiling: { budget: '3s' } }),
      'ceiling.budget: 3s; allowed: at least',
    ],
    ['an org where there is no k6', plan('no-k6', approved()), 'the embedded engine sends load to loopback only'],
    ['an org without approval', plan('domain', { ...DOMAIN, agents: undefined }), 'needs its approval'],
  ])('refuses %s in one line before any load, with exit 104', async (_, file, says) => {
    const { code, stderr } = await refused((io) => ceiling(file, options, io));
    expect(stderr).toContain(says);
    expect(code).toBe(104);
  });

  it('refuses to write its result over the plan, or where it cannot, with exit 104', async () => {
    const file = plan('out');
    const over = await refused((io) => ceiling(file, { ...options, out: file }, io));
    expect(over).toMatchObject({
      code: 104,
      stderr: expect.stringContaining('it is read here; allowed: another file'),
    });
    const below = await refused((io) => ceiling(file, { ...options, out: path.join(file, 'r.json') }, io));
    expect(below).toMatchObject({ code: 104, stderr: expect.stringContaining('cannot be written: ') });
  });

  it.each([
    ['foo', '--engine foo; allowed: k6, embedded'],
    ['', '--engine: no value given; allowed: k6, embedded'],
    ['k6', '--engine k6: no k6 on PATH; allowed: --engine embedded, or install k6'],
  ])('refuses the engine "%s" in one line before any load, with exit 104', async (engine, says) => {
    const { code, stderr } = await refused((io) => ceiling(plan('engine'), { ...options, engine }, io));
    expect(stderr).toBe(`headroom ceiling: ${says}\n`);
    expect(code).toBe(104);
  });

  it('refuses an override of a name that no plan has, with exit 104', async () => {
    const { code, stderr } = await refused((io) => ceiling(plan('name'), { e: ['CEILING_MOST=500'] }, io));
    expect(stderr).toContain('-e CEILING_MOST=500; allowed: NAME=value, with NAME one of TARGET, CUSTOMERS,');
    expect(code).toBe(104);
  });

  it('refuses a resume file of another plan, or of something else, with exit 104', async () => {
    mkdirSync(path.join(folder, 'results'), { recursive: true });
    const kept = path.join(folder, 'results', 'ceiling-other.resume.json');
    writeFileSync(kept, JSON.stringify({ of: 'ceiling', fingerprint: 'of-another', seed: 1, history: [] }));
    const file = plan('other');
    const another = await refused((io) => ceiling(file, options, io));
    expect(another).toMatchObject({ code: 104, stderr: expect.stringContaining('of another plan; allowed:') });
    writeFileSync(kept, '{}');
    const nothing = await refused((io) => ceiling(file, options, io));
    expect(nothing).toMatchObject({ code: 104, stderr: expect.stringContaining('not one; allowed:') });
  });
});

describe('headroom attribute', () => {
  const base = { e: [], trials: '6' };
  it.each<[string, object, object, string]>([
    ['an axis that does not exist', {}, { axes: 'colour' }, '--axes colour; allowed: source-address, deployment'],
    ['an axis that the plan cannot vary', {}, { axes: 'deployment' }, '--axes deployment: the plan has one deployment'],
    ['a plan without agents to vary the side', { agents: undefined }, { axes: 'side' }, 'the plan has no agents'],
    ['an address that is not one', {}, { localIps: '127.0.0.1,here' }, '--local-ips 127.0.0.1,here; allowed: two'],
    ['one address twice', {}, { localIps: '127.0.0.1,127.0.0.1' }, 'allowed: two different IP addresses'],
    ['too few trials', {}, { trials: '2' }, '--trials 2; allowed: a whole number from 5'],
    [
      'a level above the maximum',
      {},
      { level: '101' },
      '--level 101; allowed: a whole number from 1 to ceiling.most (100)',
    ],
    ['a budget too short for one trial', { ceiling: { budget: '10s' } }, {}, 'which one trial takes'],
  ])('refuses %s in one line before any load, with exit 104', async (name, changes, more, says) => {
    const file = plan(`attribute-${name.replaceAll(' ', '-')}`.slice(0, 50), changes);
    const { code, stderr } = await refused((io) => attribute(file, { ...base, ...more }, io));
    expect(stderr).toContain(says);
    expect(code).toBe(104);
  });
});

describe('headroom compare', () => {
  const base = { e: [], trials: '8' };
  const one = plan('one');
  it.each<[string, string, object, string]>([
    ['plans that differ in nothing but their name', plan('same'), {}, 'differ in nothing'],
    ['plans that aim at different orgs', plan('org', approved()), {}, 'allowed: two plans for one org'],
    ['too few trials', plan('two', { seed: 2 }), { trials: '4' }, '--trials 4; allowed: a whole number from 8'],
    ['a script that cannot be compared', plan('by', { seed: 2 }), { by: 'agents' }, '--by agents; allowed: ceiling'],
    [
      'a measure that does not exist',
      plan('m', { seed: 2 }),
      { measure: 'csat' },
      '--measure csat; allowed: held, served',
    ],
    [
      'a measure that probes do not have',
      plan('probe', { seed: 2 }),
      { measure: 'wait', by: 'ceiling' },
      '--measure wait --by ceiling: probes say nothing; allowed: held, or --by contact-centre',
    ],
    [
      'whole runs of agents that a plan does not have',
      plan('no-agents', { agents: undefined }),
      { by: 'contact-centre' },
      'a plan has no agents; allowed: two plans with agents, or --by customers',
    ],
    ['a budget too short', plan('short', { ceiling: { budget: '3s' } }), {}, 'which one trial takes'],
  ])('refuses %s in one line before any load, with exit 104', async (_, file, more, says) => {
    const { code, stderr } = await refused((io) => compare(one, file, { ...base, ...more }, io), { PATH: k6Folder });
    expect(stderr).toContain(says);
    expect(code).toBe(104);
  });
});

describe('what is measured', () => {
  it.each([
    ['customers served, in whole runs, where both plans have agents', {}, true, 'contact-centre', 'served'],
    ['sessions held, in probes, where they have not', {}, false, 'ceiling', 'held'],
    ['sessions held, where the trials are probes', { by: 'ceiling' }, true, 'ceiling', 'held'],
    ['sessions held, where only customers are played', { by: 'customers' }, true, 'customers', 'held'],
    ['what was asked for, in whole runs of both sides', { measure: 'held' }, true, 'contact-centre', 'held'],
    ['what was asked for, in whole runs of customers', { measure: 'wait' }, false, 'customers', 'wait'],
  ])('is %s', (_, options, haveAgents, by, measure) => {
    expect(measuredBy(options, haveAgents)).toEqual({ by, measure });
  });
});

it('the differences of two plans are named by their keys', () => {
  const deployments = [{ id: 'd0000000-0000-4000-8000-000000000002', origin: 'https://example.com' }];
  expect(planDifferences(aPlan(), aPlan({ name: 'other', deployments, retry: { factor: 1 } }))).toEqual([
    'deployments',
    'retry.factor',
  ]);
});
