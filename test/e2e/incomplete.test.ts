import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { finished, headroom, runAgainst, start, stopTenants, tenantWith } from './headroom.ts';
import { leftOpen } from './left-open.ts';

afterAll(stopTenants);

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-incomplete-'));
const at = (name: string) => path.join(folder, name);

/** Its types bring those of a browser with them. */
interface Xml {
  readonly DOMParser: new () => {
    parseFromString(text: string, type: string): { getElementsByTagName(name: string): { readonly length: number } };
  };
}
const { DOMParser }: Xml = createRequire(import.meta.url)('@xmldom/xmldom');

const errorsIn = (file: string): number =>
  new DOMParser().parseFromString(readFileSync(file, 'utf8'), 'text/xml').getElementsByTagName('error').length;

describe('a run that is interrupted', () => {
  it.each(Array.from({ length: 10 }, (_, moment) => 400 + moment * 617))(
    'is incomplete after %i ms of load, and the command it names leaves the org as it was before',
    async (moment) => {
      const tenant = await tenantWith('--set', 'limits.enabled=false');
      const name = `${moment}`;
      const values = { PLAN: 'plans/smoke.json', HOLD: '10m', LONGEST_VISIT: '9m', RESULT: at(`${name}.json`) };
      const child = start(runAgainst(tenant, 'contact-centre', values));
      const run = finished(child);
      while (((await tenant.state()).open.guest ?? 0) === 0) await tenant.record();
      const sinceMs = performance.now();
      while (performance.now() - sinceMs < moment) await tenant.state();
      child.kill('SIGINT');
      const { code, stdout } = await run;
      expect(code).toBe(105);
      expect(stdout).not.toMatch(/verdict +none/);
      expect(stdout).toMatch(/gate ci +(?:not decided: the run is incomplete|crossed)/);
      const { incomplete } = JSON.parse(readFileSync(at(`${name}.json`), 'utf8'));
      expect(incomplete.lastedMs).toBeLessThan(incomplete.plannedMs);

      const report = [
        'report',
        at(`${name}.json`),
        '-o',
        at('x.html'),
        '--junit',
        at('x.xml'),
        '--markdown',
        at('x.md'),
      ];
      expect((await headroom(report)).stderr).toBe('');
      expect(errorsIn(at('x.xml'))).toBe(1);
      expect(readFileSync(at('x.md'), 'utf8')).toMatch(/The run is incomplete: its load lasted \d+/);
      expect(readFileSync(at('x.html'), 'utf8')).toContain('The run is incomplete');

      const [, command = ''] = /this ends: npx headroom (.*)/.exec(stdout) ?? [];
      expect(command).toMatch(/^cleanup \S*plans\/smoke\.json /);
      const { conversations, onQueue } = await leftOpen(tenant);
      expect(conversations + onQueue).toBeGreaterThan(0);
      const cleaned = await headroom([...command.trim().split(' '), '--per-minute', '100000']);
      expect([cleaned.code, await leftOpen(tenant)]).toEqual([0, { conversations: 0, onQueue: 0 }]);
    },
    120_000,
  );
});

describe('a run that its gate aborts', () => {
  it(
    'is incomplete, keeps its verdict, and names the command that cleans the org',
    async () => {
      const plan = at('strict.json');
      writeFileSync(plan, JSON.stringify({ ...planFrom('smoke', { customers: { hold: '1m' } }), gate: 'strict' }));
      const { stdout, exitCode } = await playOnVirtualClock({
        ...{ script: 'contact-centre', env: { PLAN: plan } },
        sets: ['ceiling.max=8'],
      });
      expect(exitCode).toBe(99);
      // The first refusal ends the run, so nobody can tell what would have refused the next ones.
      expect(stdout).toMatch(/verdict +undetermined/);
      expect(stdout).toMatch(/the run is incomplete: its load lasted \d+s of 1m/);
      expect(stdout).toMatch(/gate strict +crossed/);
      expect(stdout).toContain(`npx headroom cleanup ${plan}`);
    },
    NO_LIMIT,
  );
});

describe('a run in which nothing ran', () => {
  it('is an error in JUnit', async () => {
    const result = JSON.parse(JSON.stringify({ script: 'customers', metrics: {} }));
    writeFileSync(at('nothing.json'), JSON.stringify(result));
    await headroom(['report', at('nothing.json'), '-o', at('n.html'), '--junit', at('n.xml')]);
    expect(errorsIn(at('n.xml'))).toBe(1);
  });
});
