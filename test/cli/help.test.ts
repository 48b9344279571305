import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { headroomProgram } from '../../cli/program.ts';
import { runHelp } from '../../cli/run/run-help.ts';

const COLUMNS = 80;

/** Each command that does something, by its words. */
function leaves(command: Command, words: readonly string[] = []): [words: string, command: Command][] {
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((each) => leaves(each, [...words, each.name()]));
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => COLUMNS });
  command.outputHelp();
  return text;
}

/** `headroom run` has a help of its own, and a k6 on PATH its own instead. */
const COMMANDS = leaves(headroomProgram(() => undefined)).filter(([words]) => words !== 'run');
const HELPS = [...COMMANDS.map(([words, command]) => [words, helpOf(command)] as const), ['run', runHelp()] as const];

describe('the help of each command', () => {
  it.each(HELPS)('has examples and exit codes: headroom %s', (words, text) => {
    expect(text).toMatch(/^Usage: headroom /);
    expect(text).toMatch(new RegExp(`\\nExamples:\\n(?:  .*\\n)*?  headroom ${words}\\b`));
    expect(text).toMatch(/\nExit codes(?::| are)/);
    expect(text).toMatch(/\b104\b/);
  });

  it.each(HELPS)('fits into 80 columns: headroom %s', (_, text) => {
    expect(text.split('\n').filter((line) => line.length > COLUMNS)).toEqual([]);
  });

  it.each(COMMANDS)('shows no flag in an example that the command does not have: headroom %s', (words, command) => {
    const examples = helpOf(command).match(new RegExp(`^  headroom ${words}\\b.*$`, 'gm')) ?? [];
    const flags = examples.flatMap((example) => example.match(/(?<= )--?[a-zA-Z][\w-]*/g) ?? []);
    const known = command.options.flatMap(({ short, long }) => [short, long]);
    expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
  });
});
