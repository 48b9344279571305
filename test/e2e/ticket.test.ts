import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../cli/http/http-client.ts';
import { ticket } from '../../cli/ticket/ticket.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import { tenantWith } from '../../packages/tenant/test/client.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-ticket-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);

async function made(plan: object, inputs: readonly string[], more: object = {}) {
  writeFileSync(at('plan.json'), JSON.stringify(plan));
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const io = { cwd: folder, env: {}, stdout, stderr };
  const options = { output: 'ticket.md', html: 'ticket.html', e: [], source: [], fromOrg: false, ...more };
  const code = await ticket('plan.json', inputs, options, io, { http: new HttpClient({}), say: () => undefined });
  const read = (name: string) => (code === 0 ? readFileSync(at(name), 'utf8') : '');
  return {
    code,
    err: stderr.text,
    out: stdout.text,
    markdown: read('ticket.md').replaceAll('\\', ''),
    html: read('ticket.html'),
  };
}

const plan = planFrom('demo', {
  customers: { sessions: 14, perMinute: 900, hold: '2s', teardown: '1s', longestVisit: '10s', transport: 'exact' },
  retry: { first: '500ms' },
  monitor: { interval: '1s' },
});
const SECRET = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N';

/** Texts that customers and agents say; those of one word may stand in any sentence. */
const SAID = sampleTranscripts
  .trim()
  .split('\n')
  .flatMap((line) => (JSON.parse(line) as { turns: { text: string }[] }).turns.map(({ text }) => text))
  .filter((text) => text.length > 20);

describe('the evidence of a refused run', () => {
  it(
    'holds every distinct refusal with its words, as often as the tenant refused, and no secret and no message',
    async () => {
      const [samples, result] = [at('samples.json'), at('result.json')];
      const { record } = await playOnVirtualClock({
        script: 'customers',
        plan,
        env: { RESULT: result },
        flags: ['--out', `json=${samples}`],
        profile: {
          agents: { capacity: 5 },
          ceiling: { max: 4, body: `Max concurrent connections exceeded for tenant; Bearer ${SECRET}` },
          connectionRate: { kind: 'token-bucket', perMinute: 300, burst: 2, status: 429, body: 'slow down, please' },
        },
      });
      const refused = record.flatMap((entry) =>
        entry.kind === 'upgrade-refused' && entry.socket === 'guest' ? [entry.status] : [],
      );
      const counts = (status: number) => refused.filter((one) => one === status).length;
      expect([counts(503), counts(429)].every((count) => count > 3)).toBe(true);
      const { code, err, markdown, html } = await made(plan as object, ['samples.json', 'result.json']);
      expect([err, code]).toEqual(['', 0]);
      const rows = markdown.split('\n').filter((line) => /^\| \d+ \| \d{3} \| .* \| \d{4}-/.test(line));
      const cells = rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| /, '')));
      expect(cells.map(([count, status]) => `${count} × ${status}`).sort()).toEqual(
        [`${counts(503)} × 503`, `${counts(429)} × 429`].sort(),
      );
      expect(markdown).toContain('| slow down, please | ');
      expect(markdown).toMatch(
        /\| 503 \| Max concurrent connections exceeded for tenant; (?:Bearer )?\[hidden\] \| \d{4}-\d\d-\d\dT[\d:.]+Z \| /,
      );
      for (const text of [markdown, html]) {
        expect(text).not.toContain(SECRET.slice(0, 20));
        expect(text).not.toContain('simulated-agent-');
        expect(SAID.filter((said) => text.includes(said))).toEqual([]);
        expect(text).toContain('no search for the ceiling was run');
      }
      expect(html).toContain('<td>slow down, please</td>');
    },
    NO_LIMIT,
  );

  it('has the sustained level of a search with its claim, and what it did not test', async () => {
    const search = {
      plan: 'demo',
      target: '127.0.0.1:7420',
      startedAt: '2026-12-01T23:30:00.000Z',
      endedAt: '2026-12-02T00:10:00.000Z',
      engine: 'embedded',
      settings: { most: 300, margin: 0.1, deployments: 12, quick: false, confidence: 0.9, reliability: 0.9 },
      result: {
        sustained: { level: 141, clean: 22, of: 22 },
        refusedFrom: { lowest: 142, highest: 159, probes: 14 },
        planFor: 126,
        windows: [],
        notTested: ['sessions that talk'],
      },
      history: [],
    };
    writeFileSync(at('ceiling.json'), JSON.stringify(search));
    const { markdown } = await made(plan as object, ['ceiling.json']);
    expect(markdown).toContain(
      '| ceiling.json | 141 sessions | clean in 22 of 22 windows: 90 % confidence that at least 90 % of such windows are clean | at most 126 |',
    );
    expect(markdown).toContain('refused from 142 to 159 sessions in 14 probes');
    expect(markdown).toContain('- sessions that talk\n');
  });

  it('refuses a file that is no result, since evidence leaves nothing out', async () => {
    const { code, err } = await made(plan as object, ['plan.json']);
    expect(code).toBe(104);
    expect(err).toMatch(/^headroom ticket: .*\n(?:.*\n)?$/);
  });
});

describe('the request for approval', () => {
  const ORG = {
    name: 'my-org',
    target: { domain: 'mypurecloud.de' },
    approval: { reference: 'CASE-7', from: '2026-12-01T23:00:00+01:00', to: '2026-12-02T05:00:00+01:00' },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://shop.example.com' }],
    customers: { sessions: 300, perMinute: 50, hold: '10m', longestVisit: '10m' },
    agents: { count: 80, perMinute: 50, capacity: 5, tokens: { source: 'file', path: 'tokens.txt' } },
  };

  it('has windows in UTC and in the zone of the region, rates, peak, deployments and contact', async () => {
    const { code, markdown, out } = await made(ORG, [], { contact: 'Ada, +44 20 7946 0000', source: ['192.0.2.10'] });
    expect(code).toBe(0);
    for (const line of [
      '| region | eu-central-1 (Frankfurt), mypurecloud.de |',
      '| contact in that night | Ada, +44 20 7946 0000 |',
      '| load comes from | 192.0.2.10 |',
      '| UTC | 2026-12-01T22:00:00.000Z to 2026-12-02T04:00:00.000Z |',
      '| Europe/Berlin | 2026-12-01 23:00 to 2026-12-02 05:00 |',
      '| customers at once, at the peak | 300 |',
      '| new sessions a minute, until then | 50, for 6m |',
      '| agents | 80, 50 log-ins a minute, capacity 5 |',
      '| deployment | d0000000-0000-4000-8000-000000000001, pages of https://shop.example.com, 100 % of the sessions |',
    ])
      expect(markdown).toContain(`${line}\n`);
    expect(out).toContain('A Designated Contact of the org opens the case');
  });

  it('has who the org is where it is read from the org', async () => {
    const { addresses } = await tenantWith();
    const target = { address: addresses.address };
    const agents = { ...ORG.agents, tokens: { source: 'simulated' } };
    const { code, markdown, err } = await made({ ...ORG, target, agents, approval: undefined }, [], { fromOrg: true });
    expect([err, code]).toEqual(['', 0]);
    expect(markdown).toMatch(/\| organization \| .+, [0-9a-f-]{36} \|/);
    expect(markdown).toContain('| reference of the approval | none yet |');
  });
});
