import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainGates } from '../../../cli/gates/gates.ts';

function gatesOf(plan: string): string {
  let text = '';
  const write = (part: unknown) => {
    text += String(part);
    return true;
  };
  const io = { stdout: { write }, stderr: { write }, cwd: process.cwd(), env: {} };
  expect(explainGates(plan, io)).toBe(0);
  return text;
}
/** The lines of one gate. */
const part = (text: string, gate: string) => text.split('\n\n').find((lines) => lines.startsWith(gate)) ?? '';

describe('headroom gates', () => {
  it('explains the gate of customers and agents, and marks the plan’s own', () => {
    const ci = part(gatesOf('plans/smoke.json'), 'ci');
    expect(ci).toMatch(/^ci {2}\(this plan's\)\n/);
    expect(ci).toMatch(/\n {2}ws_upgrade_503: rate<0\.01 +share of upgrade attempts answered 503\n/);
    expect(ci).toMatch(/\n {2}agents_connected: count>=19 /);
    expect(ci).toMatch(/\n {2}messages\{side:agent,state:sent\}: count>=1 +what agents said/);
  });

  it('prints the gate of a reconnect storm beside it', () => {
    const text = gatesOf('plans/storm.json');
    expect(part(text, 'ci')).toMatch(
      /\n {2}of reconnect-storm:\n(?:.*\n)* {2}storm_sessions\{reconnect:sdk,state:dropped\}: count>=285 +sessions of a reconnect storm/,
    );
    expect(part(text, 'ci')).not.toContain('state:back');
    expect(part(text, 'strict')).toContain('storm_sessions{reconnect:backoff,state:back}: count>=300');
  });

  it('marks the rules that the goals of the plan set, in every gate', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'headroom-gates-'));
    const file = path.join(folder, 'plan.json');
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(readFileSync('plans/smoke.json', 'utf8')), goals: { complete: 0.99 } }),
    );
    const text = gatesOf(file);
    rmSync(folder, { recursive: true });
    for (const gate of ['explore', 'ci', 'strict']) {
      const marked = part(text, gate).match(/.*\(by goals of the plan\)/g);
      expect(marked).toEqual([expect.stringMatching(/^ {2}visits\{goal:as-planned\}: rate>=0\.99 /)]);
    }
  });
});
