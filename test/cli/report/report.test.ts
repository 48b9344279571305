import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { headroom } from '../../e2e/headroom.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { ceilingOfFive } from '../../report/lines.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'report-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);
const customers = { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' };
writeFileSync(at('run.ndjson'), `${ceilingOfFive().join('\n')}\n`);
writeFileSync(at('plan.json'), JSON.stringify({ ...planJson(), customers }));
writeFileSync(at('empty.ndjson'), '');

describe('headroom report', () => {
  it('writes the page and whatever else is asked for, and names each file', async () => {
    const files = { '-o': 'r.html', '--junit': 'r.xml', '--markdown': 'r.md', '--json': 'r.json' };
    const flags = Object.entries(files).flatMap(([flag, name]) => [flag, at(name)]);
    const { code, stdout, stderr } = await headroom(['report', at('run.ndjson'), '--plan', at('plan.json'), ...flags]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      Object.values(files)
        .map((name) => `report   ${at(name)}\n`)
        .join(''),
    );
    expect(readFileSync(at('r.html'), 'utf8')).toContain('10 of 15 upgrades were refused by HTTP');
    expect(readFileSync(at('r.xml'), 'utf8')).toMatch(/^<\?xml/);
    expect(readFileSync(at('r.md'), 'utf8')).toMatch(/^# headroom report: test/);
    expect(JSON.parse(readFileSync(at('r.json'), 'utf8'))).toMatchObject({
      runs: [{ verdict: { cause: 'undetermined' } }],
    });
  });

  it('reads a file once that is given twice', async () => {
    const args = ['report', at('run.ndjson'), at('run.ndjson'), '-o', at('t.html'), '--json', at('t.json')];
    expect((await headroom(args)).code).toBe(0);
    expect(JSON.parse(readFileSync(at('t.json'), 'utf8')).runs[0].reading.attempts).toBe(15);
  });

  it('lays overrides over the plan as the run did', async () => {
    const args = ['report', at('run.ndjson'), '--plan', at('plan.json'), '-o', at('o.html')];
    const { stderr } = await headroom([...args, '-e', 'CUSTOMERS=1000']);
    expect(stderr).toContain('guest_sessions_opened count>=10, not count>=950');
  });

  it('says on one line what it did not read, and reports on the rest', async () => {
    const { code, stderr } = await headroom(['report', at('run.ndjson'), at('empty.ndjson'), '-o', at('rest.html')]);
    expect([code, stderr]).toEqual([0, 'headroom report: empty.ndjson: empty\n']);
    expect(readFileSync(at('rest.html'), 'utf8')).toContain('empty.ndjson: empty');
  });

  it('exits 104 and writes nothing when nothing could be read', async () => {
    const { code, stdout, stderr } = await headroom([
      'report',
      at('empty.ndjson'),
      at('plan.json'),
      '-o',
      at('no.html'),
    ]);
    expect([code, stdout]).toEqual([104, '']);
    expect(stderr.split('\n')).toEqual([
      'headroom report: empty.ndjson: empty',
      'headroom report: plan.json: neither a result nor a summary of k6',
      expect.stringMatching(/^headroom report: nothing could be read; allowed: k6 --out json/),
      '',
    ]);
    expect(existsSync(at('no.html'))).toBe(false);
  });

  it.each([
    ['a plan that is not there', ['--plan', '/nowhere.json'], 'plan /nowhere.json: no such file'],
    ['a plan that is none', ['--plan', at('empty.ndjson')], `plan ${at('empty.ndjson')}: not JSON`],
    ['a file that cannot be written', ['-o', at('run.ndjson/r.html')], 'r.html: cannot be written: EEXIST'],
    ['a file that is a folder', ['-o', folder], `-o ${folder}: a folder; allowed: a file`],
  ])('exits 104 on %s, in one line', async (_, flags, says) => {
    const { code, stderr } = await headroom(['report', at('run.ndjson'), '-o', at('x.html'), ...flags]);
    expect(code).toBe(104);
    expect(stderr).toMatch(/^headroom report: [^\n]*\n$/);
    expect(stderr).toContain(says);
  });
});

describe('a file that headroom report writes', () => {
  it.each([
    ['the samples', ['--json', at('run.ndjson')], `--json ${at('run.ndjson')}: it is read here; allowed: another file`],
    [
      'the plan',
      ['--plan', at('plan.json'), '--markdown', at('plan.json')],
      `--markdown ${at('plan.json')}: it is read`,
    ],
    ['the page', ['--junit', at('same.html')], `--junit ${at('same.html')}: -o writes it; allowed: another file`],
  ])('never replaces %s', async (_, flags, says) => {
    const files = ['run.ndjson', 'plan.json'].map(at);
    const before = files.map((file) => readFileSync(file, 'utf8'));
    const { code, stdout, stderr } = await headroom(['report', at('run.ndjson'), '-o', at('same.html'), ...flags]);
    expect([code, stdout, stderr.split('\n').length]).toEqual([104, '', 2]);
    expect(stderr).toContain(`headroom report: ${says}`);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    expect(existsSync(at('same.html'))).toBe(false);
  });

  it('gets a folder when there is none', async () => {
    const args = ['report', at('run.ndjson'), '-o', at('new/folder/r.html')];
    expect((await headroom(args)).code).toBe(0);
    expect(existsSync(at('new/folder/r.html'))).toBe(true);
  });
});
