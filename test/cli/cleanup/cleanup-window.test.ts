import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId, loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { cleanup } from '../../../cli/cleanup/cleanup.ts';
import { cleanupWindow, GRACE_MS } from '../../../cli/cleanup/cleanup-window.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';
import { proxyTo, stopServers } from '../http/loopback-servers.ts';

const FROM = Date.parse('2026-12-01T01:00:00Z');
const TO = Date.parse('2026-12-01T03:00:00Z');
const approval = { reference: 'CS-1', from: '2026-12-01T01:00:00Z', to: '2026-12-01T03:00:00Z' };
const planFor = (changes = {}) =>
  aPlan({ target: { domain: 'mypurecloud.de' }, agents: undefined, approval, ...changes });

describe('the window of a cleanup', () => {
  it('lasts until half an hour after the approved one, whose run left what it ends', () => {
    for (const nowMs of [FROM, TO - 1, TO, TO + GRACE_MS - 1]) {
      const { window, says, question } = cleanupWindow(planFor(), nowMs);
      expect([window?.endsMs, question]).toEqual([TO + GRACE_MS, undefined]);
      expect(says).toBe(
        'changes mypurecloud.de until 2026-12-01T03:30:00.000Z, 30 minutes after the approved window of CS-1',
      );
    }
  });

  it('is half an hour from now, and only after a question, when that is over', () => {
    const { window, question } = cleanupWindow(planFor(), TO + GRACE_MS);
    expect(window?.endsMs).toBe(TO + 2 * GRACE_MS);
    expect(question).toMatch(/^the approved window of CS-1 ended at .*: end now on mypurecloud\.de what its run left/);
  });

  it('is none before the approved one and without an approval, and needs none on this machine', () => {
    expect(() => cleanupWindow(planFor(), FROM - 1)).toThrow('outside the approved window of CS-1');
    expect(() => cleanupWindow(planFor({ approval: undefined }), FROM)).toThrow('needs its approval');
    expect(cleanupWindow(aPlan(), FROM)).toEqual({});
  });
});

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-window-'));
const tenants: RunningTenant[] = [];
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await stopServers();
  await Promise.all(tenants.map((tenant) => tenant.close()));
  rmSync(folder, { recursive: true });
});

/** Two open conversations of headroom, in an org behind a proxy, whose approved window ended so long ago (ms). */
async function leftSince(agoMs: number) {
  const tenant = await startTenant({ port: 0, profile: loadProfile('healthy', []) });
  tenants.push(tenant);
  const open = [0, 1].map((visit) => {
    const session = tenant.org.sessions.create(`t-${visit}`, deploymentId(1), Date.now() + 3_600_000);
    const attributes = { transcript: `${visit} d-1`, customer: `a1b2c3d4-0000-4000-8000-000000000000-${visit}` };
    tenant.org.customerSays(session, { type: 'Text', text: 'Hello', attributes });
    if (session.conversation === undefined) throw new Error('no conversation');
    return session.conversation;
  });
  const { proxy, asked } = await proxyTo(tenant.addresses.address);
  const at = (ms: number) => new Date(Date.now() - agoMs + ms).toISOString();
  const plan = {
    name: 'window',
    target: { address: 'org.test:80', unlisted: true },
    deployments: [{ id: deploymentId(1), origin: 'https://example.com' }],
    customers: { sessions: 1, perMinute: 60, hold: '1s', longestVisit: '10s' },
    approval: { reference: 'CS-1', from: at(-3_600_000), to: at(0) },
  };
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  const ask = async (answer: string, yes = false, begins = () => {}) => {
    const said = new CapturedOutput();
    const stderr = {
      write: (text: string | Uint8Array) => {
        said.write(text);
        if (String(text).startsWith('cleanup: changes')) begins();
      },
    };
    const env = { HTTP_PROXY: proxy, GENESYS_CLIENT_ID: 'simulated', GENESYS_CLIENT_SECRET: 'simulated' };
    const options = { e: [], run: [], perMinute: '100000', dryRun: false, yes };
    const io = { cwd: folder, env, stdout: said, stderr };
    return { code: await cleanup('plan.json', [], options, io, async () => answer), said: said.text };
  };
  return { open, ask, asked };
}

const ended = (open: readonly { readonly ended: boolean }[]) => open.map((one) => one.ended);

describe('a cleanup through a proxy', () => {
  it('ends what a run left, after the approved window, and says until when it may', async () => {
    const { ask, open, asked } = await leftSince(60_000);
    const { code, said } = await ask('no');
    expect([code, ended(open)]).toEqual([0, [true, true]]);
    expect(said).toContain('30 minutes after the approved window of CS-1');
    expect(new Set(asked)).toEqual(new Set(['org.test:80']));
  });

  it('asks when the window is long over, and names what is left without a yes', async () => {
    const { ask, open } = await leftSince(GRACE_MS + 60_000);
    const { code, said } = await ask('no');
    expect([code, ended(open)]).toEqual([104, [false, false]]);
    for (const { id } of open) expect(said).toContain(id);
    expect(await ask('', true)).toMatchObject({ code: 0 });
    expect(ended(open)).toEqual([true, true]);
  });

  it('stops when its time is over, and names what it left', async () => {
    const { ask, open } = await leftSince(GRACE_MS - 60_000);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const { code, said } = await ask('no', false, () => vi.setSystemTime(Date.now() + 3_600_000));
    expect([code, ended(open)]).toEqual([99, [false, false]]);
    expect(said).toMatch(/ended at .*: nothing more is changed; left open: conversations /);
    for (const { id } of open) expect(said).toContain(id);
  });
});
