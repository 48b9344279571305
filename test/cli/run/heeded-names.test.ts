import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HEEDED_NAMES, unheededName, unknownScript } from '../../../cli/run/heeded-names.ts';

describe('a name of -e', () => {
  it.each<[string, string[]]>([
    ['CUSTOMERS', ['-e', 'CUSTOMER=10', 'dist/customers.js']],
    ['CUSTOMERS', ['dist/contact-centre.js', '--env', 'CUSTOMRES=10']],
    ['HOLD', ['-e=HOLDS=1m', 'dist/customers.js']],
    ['PLAN', ['--env=Plan=x', '/opt/headroom/dist/agents.js']],
  ])('is refused where nothing heeds it, with the one that may be meant: %s', (name, words) => {
    expect(unheededName(words)).toMatch(
      new RegExp(`^-e \\w+: nothing heeds it; did you mean ${name}\\? allowed: PLAN, RESULT,`),
    );
  });

  it.each<[string, string[]]>([
    ['is heeded', ['-e', 'CUSTOMERS=10', '-e', 'PLAN=x', '-e', 'RESULT=a=b', 'dist/customers.js']],
    ['is for a script of somebody else', ['-e', 'CUSTOMER=10', 'my/customers.js']],
    ['is a tag', ['--tag', 'CUSTOMER=10', 'dist/customers.js']],
  ])('is let be where it %s', (_, words) => {
    expect(unheededName(words)).toBeUndefined();
  });

  it('is one that scripts read, and each that they read is one, or is the working folder of the shell', () => {
    const read = new Set<string>();
    for (const file of filesOf('lib', 'scenarios', 'thresholds'))
      for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/\benv\.([A-Z_]{3,})\b/gi))
        if (/^[A-Z_]+$/.test(name)) read.add(name);
    read.delete('PWD');
    for (const name of read) expect(HEEDED_NAMES).toContain(name);
  });
});

describe('the script of a run', () => {
  it('is refused where it is no file, and no name of a script, with the one that may be meant', () => {
    expect(unknownScript(['contact-center', '-e', 'PLAN=x'], '.')).toMatch(
      /^contact-center: no such script; did you mean contact-centre\? allowed: customers, contact-centre, /,
    );
    expect(unknownScript(['nothing'], '.')).toMatch(/^nothing: no such script; allowed: customers, /);
  });

  it.each([['-'], ['--help'], ['nope.js'], ['my/script'], ['package.json'], ['dist']])('may be %s', (word) => {
    expect(unknownScript([word], '.')).toBeUndefined();
  });
});

function filesOf(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name)),
  );
}
