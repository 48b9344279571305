import { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { addDemo } from '../../../cli/demo/demo-command.ts';
import { sayErrorsInOneLine } from '../../../cli/io/command-errors.ts';
import { addPlan } from '../../../cli/plan/plan-command.ts';

/** What headroom writes to stderr about a command line that commander refuses. */
async function refused(...args: string[]): Promise<string> {
  let stderr = '';
  const program = new Command('headroom').exitOverride().enablePositionalOptions().showSuggestionAfterError();
  program.configureOutput({ writeErr: (text) => (stderr += text) });
  addPlan(program, () => {});
  addDemo(program, () => {});
  sayErrorsInOneLine(program);
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow(CommanderError);
  return stderr;
}

describe('a command line that is refused', () => {
  it.each([
    [
      'an option without a value',
      ['demo', '--seed'],
      'headroom demo: --seed: no value given; allowed: --seed <number>',
    ],
    [
      'the same in a subcommand',
      ['plan', 'check', 'p.json', '-e'],
      'headroom plan check: -e: no value given; allowed:',
    ],
    ['a missing argument', ['plan', 'check'], "headroom plan check: missing required argument 'plan'"],
    ['a mistyped option', ['demo', '--sed', '1'], "headroom demo: unknown option '--sed' (Did you mean --seed?)"],
    ['a mistyped command', ['dmo'], "headroom: unknown command 'dmo' (Did you mean demo?)"],
  ])('names command and option in one line for %s', async (_, args, says) => {
    const stderr = await refused(...args);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });
});
