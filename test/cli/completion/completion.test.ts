import { execFileSync } from 'node:child_process';
import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { namesOf } from '../../../cli/completion/completion-command.ts';
import { completionScript } from '../../../cli/completion/completion-script.ts';

const program = new Command('headroom');
program.command('preflight <plan>').option('--json').addOption(new Option('--out <file>').hideHelp());
const plan = program.command('plan');
plan.command('check <plan>').option('-e <NAME=value>');
plan.command('explain <plan>').option('--script <name>');

/** What bash offers behind these words, of which the last is begun. */
function offered(...words: string[]): string[] {
  const script = `${completionScript('bash', namesOf(program))}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_headroom; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

describe('the completion of bash', () => {
  it('offers commands, and those below one', () => {
    expect(offered('headroom', 'p')).toEqual(['preflight', 'plan']);
    expect(offered('headroom', 'plan', '')).toEqual(['check', 'explain', '--help']);
  });

  it('offers the flags of a command, behind its plan too, and none that its help hides', () => {
    expect(offered('headroom', 'preflight', 'my.json', '--')).toEqual(['--help', '--json']);
    expect(offered('headroom', 'plan', 'explain', '--s')).toEqual(['--script']);
  });
});
