import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId } from '@headroom/tenant';
import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../../cli/http/http-client.ts';
import { checkPlan } from '../../../cli/plan/plan-check.ts';
import { initPlan } from '../../../cli/plan-init/plan-init.ts';
import { tenantWith } from '../../../packages/tenant/test/client.ts';
import { CapturedOutput } from '../captured-output.ts';

interface Asked {
  readonly answers?: Readonly<Record<string, string>>;
  readonly fromOrg?: boolean;
  /** What a person answers, in order; nobody is there without it. */
  readonly says?: readonly string[];
}

/** Runs `plan init` in an empty folder. */
async function init({ answers = {}, fromOrg = false, says }: Asked = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-init-'));
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const io = { cwd: folder, env: {}, stdout, stderr };
  const calls = { http: new HttpClient({}), say: () => {}, perMinute: 100_000 };
  const questions: string[] = [];
  const left = [...(says ?? [])];
  const ask = async (question: string) => {
    questions.push(question);
    return left.shift() ?? '';
  };
  const options = { output: 'plan.json', fromOrg, force: false, answers };
  const code = await initPlan(options, io, calls, says && ask);
  const file = path.join(folder, 'plan.json');
  const plan = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return { code, io, plan, questions, out: stdout.text, err: stderr.text };
}

describe('headroom plan init', () => {
  it('writes a plan for a tenant on this machine from the defaults alone, within all margins', async () => {
    const { code, io, plan, out } = await init();
    expect(code).toBe(0);
    expect(plan).toMatchObject({ target: { address: '127.0.0.1:7420' }, customers: { sessions: 50, perMinute: 50 } });
    expect(await checkPlan('plan.json', [], io)).toBe(0);
    expect(out).toContain('headroom tenant');
  });

  it('names every flag that has no default, and writes nothing', async () => {
    const { code, plan, err } = await init({ answers: { target: 'mypurecloud.de' } });
    expect(err).toBe(
      'headroom plan init: --deployments, --origin: no value given, and no default; allowed: a value for each, or --from-org, which reads them\n',
    );
    expect([code, plan]).toEqual([104, undefined]);
  });

  it('reads no org that nobody named', async () => {
    expect(await init({ fromOrg: true })).toMatchObject({
      code: 104,
      err: "headroom plan init: --from-org: no org is named; allowed: --target with your region's domain, such as mypurecloud.de\n",
    });
  });

  it('has all agents there when the hold begins, however many customers come a minute', async () => {
    const { io, plan } = await init({ answers: { sessions: '2000', 'per-minute': '300', hold: '30m' } });
    expect(plan.agents).toMatchObject({ count: 2_400, perMinute: 360 });
    await checkPlan('plan.json', [], io);
    expect(io.stdout.text).toMatch(/agents when the hold begins +all 2400/);
  });

  it('says for an org without an approval how to ask for one', async () => {
    const answers = { target: 'mypurecloud.de', deployments: deploymentId(1), origin: 'https://shop.example.com' };
    const { plan, out } = await init({ answers });
    expect(plan.agents.tokens).toEqual({ source: 'file', path: 'tokens.txt' });
    expect(plan.approval).toBeUndefined();
    expect(out).toContain("headroom ticket plan.json   the request for Genesys's approval");
  });

  it('asks a person what no flag says, with defaults, and again where the answer is not allowed', async () => {
    const answers = { agents: '0', hold: '2m' };
    const { code, plan, questions } = await init({
      answers,
      says: ['mypurecloud.dee', '', 'my plan', 'evening', '', '', '12'],
    });
    expect(code).toBe(0);
    expect(plan).toMatchObject({ name: 'evening', customers: { sessions: 12, hold: '2m' }, gate: 'ci' });
    expect(plan.agents).toBeUndefined();
    expect(questions[0]).toMatch(/^Where the load goes: .* \[127\.0\.0\.1:7420\]: $/);
    expect(questions[1]).toContain('did you mean mypurecloud.de?');
    expect(questions[3]).toMatch(/^name: "my plan"; allowed: .*\nName of the plan \[local\]: $/);
  });

  it('offers what the org has: deployments that lead into a flow, with origins of their own, queues and capacity', async () => {
    const tenant = await tenantWith(['deployments=2', 'agents.capacity=4', 'queues.count=2']);
    const { org, addresses } = tenant;
    const configuration = { id: org.deployments.configurations.all()[0]?.id ?? '', version: '1' };
    const made = { configuration, allowAllDomains: false, status: 'Active' as const };
    org.deployments.create({ ...made, name: 'Without a flow', allowedDomains: ['no.example.com'] });
    const flow = { id: '00000000-0000-4000-8000-00000000000f' };
    const shop = org.deployments.create({ ...made, name: 'Shop', flow, allowedDomains: ['shop.example.com'] });
    const { code, plan, out, err } = await init({
      answers: { target: addresses.address, sessions: '40', queues: 'Messages 2' },
      fromOrg: true,
    });
    expect([err, code]).toEqual(['', 0]);
    expect(plan.deployments).toEqual([
      { id: deploymentId(1), origin: 'https://example.com' },
      { id: deploymentId(2), origin: 'https://example.com' },
      { id: shop.id, origin: 'https://shop.example.com' },
    ]);
    expect(plan.agents).toMatchObject({ capacity: 4, count: 12, queues: ['c0000000-0000-4000-8000-000000000002'] });
    expect(out).toMatch(
      /4 deployments\n(?:.*\n)* {2}Without a flow {2}\S+\n {4}active, flow none, https:\/\/no\.example\.com\n/,
    );
    expect(out).toContain('active, flow The profile, https://example.com\n');
    expect(out).toContain('capacity of agents: 4 messages at once\n');
  });

  it('refuses the name of a queue that the org does not have, and says which it has', async () => {
    const { addresses } = await tenantWith();
    const { code, err } = await init({ answers: { target: addresses.address, queues: 'Sales' }, fromOrg: true });
    expect(err).toBe('headroom plan init: --queues Sales: not in the org; allowed: Messages\n');
    expect(code).toBe(104);
  });

  it('reads a listing of deployments to its last page', async () => {
    const { addresses } = await tenantWith(['deployments=230']);
    const { plan } = await init({ answers: { target: addresses.address }, fromOrg: true });
    expect(plan.deployments).toHaveLength(230);
  });

  it('says which command serves the tenant where none does', async () => {
    const { err } = await init({ answers: { target: '127.0.0.1:9' }, fromOrg: true });
    expect(err).toContain('no answer');
    expect(err).toContain(': nothing serves there; headroom tenant --port 9 does\n');
  });
});
