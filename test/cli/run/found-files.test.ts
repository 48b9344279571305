import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { foundFiles } from '../../../cli/run/found-files.ts';

const root = mkdtempSync(path.join(realpathSync(tmpdir()), 'headroom-found-'));
const [home, cwd] = ['home', 'work'].map((name) => path.join(root, name)) as [string, string];
mkdirSync(path.join(home, 'dist'), { recursive: true });
mkdirSync(path.join(cwd, 'plans'), { recursive: true });
const bundle = path.join(home, 'dist/customers.js');
writeFileSync(bundle, '');
const plan = path.join(cwd, 'plans/my.json');
const named = { transcripts: { path: 'set.jsonl' }, agents: { tokens: { source: 'file', path: 'tokens.txt' } } };
writeFileSync(plan, JSON.stringify(named));
for (const file of ['plans/set.jsonl', 'tokens.txt', 'own.js']) writeFileSync(path.join(cwd, file), '');

const found = (...words: string[]) => foundFiles(words, cwd, home);

describe('the files of a run', () => {
  it.each(['customers', 'customers.js', 'dist/customers.js'])('are the package’s own bundle for %s', (script) => {
    expect(found(script, '--no-summary')).toEqual([bundle, '--no-summary']);
  });

  it('are a plan of the working directory, and the dialogues and tokens that it names, by their whole paths', () => {
    expect(found('customers', '-e', 'PLAN=plans/my.json')).toEqual([
      bundle,
      ...['-e', `PLAN=${plan}`],
      ...['-e', `TRANSCRIPTS=${path.join(cwd, 'plans/set.jsonl')}`],
      ...['-e', `TOKENS=${path.join(cwd, 'tokens.txt')}`],
    ]);
  });

  it('are left as they were said where the user says them, or the script finds them by itself', () => {
    writeFileSync(path.join(home, 'set.jsonl'), '');
    const words = ['customers', '-e', 'PLAN=plans/my.json', '-e', 'TOKENS=secrets'];
    expect(found(...words)).toEqual([bundle, '-e', `PLAN=${plan}`, '-e', 'TOKENS=secrets']);
    expect(found('customers', '-e', 'PLAN=none.json')).toEqual([bundle, '-e', 'PLAN=none.json']);
  });

  it('of somebody’s own script are left alone', () => {
    expect(found('own.js', '-e', 'PLAN=plans/my.json')).toEqual(['own.js', '-e', 'PLAN=plans/my.json']);
  });
});
