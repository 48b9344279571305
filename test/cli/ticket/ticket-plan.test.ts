import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../cli/http/http-client.ts';
import { ticket } from '../../../cli/ticket/ticket.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';
import { metricsOf } from '../../lib/verdict/metrics.ts';
import { withSplits } from '../../lib/verdict/with-splits.ts';
import { CapturedOutput } from '../captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-ticket-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The evidence of a run whose result has this plan, made with the plan of `planJson`. */
async function evidenceOf(plan: Record<string, unknown>) {
  const own = aPlan(plan);
  const phases = {
    ramp: { refused: 60, admitted: 150, closed: 0 },
    hold: { refused: 90, admitted: 0, closed: 0 },
    teardown: { refused: 0, admitted: 0, closed: 150 },
  };
  const metrics = withSplits(metricsOf(phases, { firstRefusalAt: 151 }), 'customers', own);
  const result = { script: 'customers', plan: own, reading: { durationMs: 60_000 }, metrics };
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(planJson()));
  writeFileSync(path.join(folder, 'result.json'), JSON.stringify(result));
  const said = new CapturedOutput();
  const io = { cwd: folder, env: {}, stdout: new CapturedOutput(), stderr: said };
  const options = { output: 'ticket.md', e: [], source: [], fromOrg: false };
  const code = await ticket('plan.json', ['result.json'], options, io, {
    http: new HttpClient({}),
    say: () => undefined,
  });
  const text = code === 0 ? readFileSync(path.join(folder, 'ticket.md'), 'utf8').replaceAll('\\', '') : '';
  return { code, said: said.text, text };
}

describe('the evidence of a run that was given other values with -e', () => {
  it('is that of the run, at the address to which it went, and says in what it differs from the plan', async () => {
    const { code, said, text } = await evidenceOf({ target: { address: '127.0.0.1:40863' }, seed: 77 });
    expect(code).toBe(0);
    expect(said).toBe(
      'headroom ticket: result.json: ran with another target.address, seed, which the evidence shows\n',
    );
    expect(text).toContain('127.0.0.1:40863');
    expect(text).not.toContain('no verdict');
  });

  it('is made without remark where only the approved window differs', async () => {
    const approval = { reference: 'CASE-2', from: '2026-12-01T23:00:00-05:00', to: '2026-12-02T05:00:00-05:00' };
    expect(await evidenceOf({ approval })).toMatchObject({ code: 0, said: '' });
  });

  it('is refused in one line where the run had a plan of another name', async () => {
    expect(await evidenceOf({ name: 'other' })).toMatchObject({
      code: 104,
      said: 'headroom ticket: result.json: ran under the plan "other"; allowed: results of "test", or its plan\n',
    });
  });
});
