import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { mergeOf, sequenceOf, sharesPlayer } from './shares-run.ts';

const playShares = sharesPlayer();
const plan = planFrom('smoke', { customers: { sessions: 4, perMinute: 600, hold: '1s' } });
const half = ['--execution-segment', '0:1/2', '--execution-segment-sequence', '0,1/2,1'];

describe('a run that is not told what it is a share of', () => {
  it.each([
    ['no SHARES', {}, half, 'execution segment 0:1/2 of 0,1/2,1 and no SHARES; allowed: -e SHARES=2'],
    ['another number of shares', { SHARES: '4', RUN: 'a' }, half, 'and SHARES=4; allowed: -e SHARES=2'],
    ['no run', { SHARES: '2' }, half, 'and no RUN; allowed: -e RUN=<id>'],
    ['shares and no segment', { SHARES: '2', RUN: 'a' }, [], 'SHARES=2 and no execution segment'],
    ['no setup', {}, ['--no-setup'], 'setup was skipped, which asks whether the run fits its window'],
  ])(
    'ends with 108 and one line, before any customer comes (%s)',
    async (_, env, flags, says) => {
      const { exitCode, stderr, record } = await playOnVirtualClock({ script: 'customers', plan, env, flags });
      expect(exitCode).toBe(108);
      const errors = stderr.split('\n').filter((line) => line.includes('level=error'));
      expect(new Set(errors.map((line) => line.replace(/^time="[^"]*" /, ''))).size).toBe(1);
      expect(errors[0]).toContain(says);
      expect(record.filter(({ kind }) => kind === 'session-configured')).toEqual([]);
    },
    NO_LIMIT,
  );
});

describe('the files of shares', () => {
  it(
    'are merged where they are whole, are incomplete where one is not, and are left alone where they are of two runs',
    async () => {
      const { folder } = await playShares({}, { plan, script: 'customers', sequence: sequenceOf(2) });
      const names = readdirSync(folder).sort();
      expect(names).toEqual(['1.ndjson.gz', '2.ndjson.gz', 'one.share-1-of-2.json', 'one.share-2-of-2.json']);
      const [, , first = '', second = ''] = names;

      expect((await mergeOf(folder)).result).toMatchObject({ incomplete: null, run: { id: 'one' } });
      // Without its result a share is not known to have come to its end.
      renameSync(path.join(folder, second), path.join(folder, 'hidden'));
      const cut = await mergeOf(folder);
      expect([cut.code, cut.result?.incomplete?.without]).toEqual([99, ['share 2 of 2 wrote no result']]);
      expect(cut.stderr).toContain('share 2 of 2 wrote no result');
      rmSync(path.join(folder, '2.ndjson.gz'));
      const missing = await mergeOf(folder);
      expect([missing.code, missing.result?.incomplete?.without]).toEqual([99, ['share 2 of 2 is missing']]);
      expect(missing.result?.verdict?.cause).toBe('undetermined');

      renameSync(path.join(folder, 'hidden'), path.join(folder, second));
      const other = JSON.stringify({ ...resultIn(folder, first), run: { id: 'two', from: '', to: '' } });
      writeFileSync(path.join(folder, 'two.share-1-of-2.json'), other);
      const mixed = await mergeOf(folder);
      expect([mixed.code, mixed.stdout]).toEqual([104, '']);
      expect(mixed.stderr).toMatch(
        /^headroom merge: files of 2 runs: one \(.*\); two \(.*\); allowed: .*--run <id>\n$/,
      );
      expect((await mergeOf(folder, ['.'], 'one')).code).toBe(0);
    },
    NO_LIMIT,
  );
});

const resultIn = (folder: string, name: string): object => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
