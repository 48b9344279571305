import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { type NightOptions, night } from '../../cli/night/night.ts';
import type { NightClock } from '../../cli/night/night-clock.ts';
import { readStatus } from '../../cli/night/night-status.ts';
import { status } from '../../cli/status/status.ts';
import { CapturedOutput } from '../cli/captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-night-'));
const closings: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  await Promise.all(closings.map((close) => close()));
  rmSync(folder, { recursive: true });
});

const HOUR = 3_600_000;
const NO_LIMIT = 0;

/** Three hours before the window; whoever waits for it, has it at once. */
class EveningClock implements NightClock {
  #lagMs = 3 * HOUR;
  readonly during: () => Promise<void>;
  constructor(during: () => Promise<void>) {
    this.during = during;
  }
  readonly now = (): number => Date.now() - this.#lagMs;
  async waitUntil(): Promise<void> {
    if (this.#lagMs === 0) return await this.during();
    this.#lagMs = 0;
  }
}

/** A conversation that waits in a queue which is not the test's. */
function somebodyWaits({ org }: RunningTenant, queue: string): void {
  const session = org.sessions.create('token-other', 'd0000000-0000-4000-8000-000000000003', Date.now() + HOUR);
  org.customerSays(session, { type: 'Text', text: 'Hello', attributes: {} });
  if (session.conversation === undefined) throw new Error('no conversation');
  org.routing.queues.get(queue)?.waiting.add(session.conversation);
}

/** Takes one request, and resolves to its body. */
async function webhook() {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      bodies.push(JSON.parse(body));
      response.end();
    });
  }).listen(0, '127.0.0.1');
  const bodies: Record<string, unknown>[] = [];
  await once(server, 'listening');
  closings.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies };
}

describe('headroom night on a tenant', () => {
  it(
    'waits for the window, runs until a queue of others is beyond its limit, cleans up, reports and tells',
    async () => {
      const tenant = await startTenant({
        port: 0,
        profile: loadProfile('healthy', ['agents.count=4', 'limits.enabled=false']),
      });
      closings.push(() => tenant.close());
      const production = tenant.org.routing.queues.add('Production', new Date());
      const raw = JSON.parse(readFileSync('plans/smoke.json', 'utf8'));
      const plan = {
        ...raw,
        target: { address: tenant.addresses.address },
        approval: {
          reference: 'CASE-1',
          from: new Date(Date.now() - 1_000).toISOString(),
          to: new Date(Date.now() + 6 * HOUR).toISOString(),
        },
        customers: { ...raw.customers, sessions: 4, hold: '20m', longestVisit: '19m' },
        agents: { ...raw.agents, count: 4 },
      };
      writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
      const { url, bodies } = await webhook();
      const opened = () => tenant.org.record.entries.filter(({ kind }) => kind === 'socket-opened').length;
      const clock = new EveningClock(async () => {
        while (opened() < 5) await new Promise((resolve) => setImmediate(resolve));
        if (production.waiting.size === 0) somebodyWaits(tenant, production.id);
      });
      const [out, err] = [new CapturedOutput(), new CapturedOutput()];
      const io = { cwd: folder, env: { PATH: '' }, stdout: out, stderr: err };
      const options: NightOptions = {
        output: 'night',
        e: [],
        maxWaiting: [`${production.id}=0`],
        minServiceLevel: [],
        guardEvery: '1s',
        webhook: url,
        perMinute: '100000',
        byDay: false,
        runAnyway: false,
        yes: false,
      };
      const code = await night('plan.json', options, io, clock);

      expect(err.text).toContain('night: interrupts the run: queue Production: 1 waiting, at most 0');
      expect(code).toBe(105);
      expect(out.text).toContain('headroom contact-centre · plan smoke');
      const over = readStatus(path.join(folder, 'night'), folder);
      expect(over).toMatchObject({ stage: 'over', exitCode: 105, approval: 'CASE-1' });
      expect(over.says[0]).toBe('the run was interrupted: queue Production: 1 waiting, at most 0');
      for (const name of [
        'samples.ndjson',
        'result.json',
        'preflight.json',
        'cleanup.json',
        'report.html',
        'junit.xml',
        'summary.md',
      ])
        expect(existsSync(path.join(over.folder, name)), name).toBe(true);
      const { cleanup } = JSON.parse(readFileSync(path.join(over.folder, 'cleanup.json'), 'utf8'));
      expect(cleanup.after).toMatchObject({ openConversations: [], onQueue: [] });
      // Of others, who are left alone.
      expect(cleanup.after.others).toBe(1);
      expect(JSON.parse(readFileSync(path.join(over.folder, 'result.json'), 'utf8')).run.id).toBe(over.run);
      expect(bodies).toMatchObject([{ exitCode: 105, run: over.run, target: tenant.addresses.address }]);
      const said = new CapturedOutput();
      expect(status('night', { json: false }, { ...io, stdout: said })).toBe(99);
      expect(said.text).toMatch(/^night {4}smoke on .*, contact-centre\nstage {4}over since .* \(UTC\): exit 105\n/);
      expect(err.text + out.text).not.toContain(url);
    },
    NO_LIMIT,
  );
});
