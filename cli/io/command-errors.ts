import type { Command } from 'commander';

/**
 * Has commander say in one line, as `headroom <command>: …`, what is wrong with a command line. It applies to the command
 * and to all of its subcommands.
 */
export function sayErrorsInOneLine(command: Command, name = command.name()): void {
  command.configureOutput({ outputError: (text, write) => write(`${name}: ${inOneLine(text)}\n`) });
  for (const each of command.commands) sayErrorsInOneLine(each, `${name} ${each.name()}`);
}

/**
 * @example inOneLine("error: option '--seed <number>' argument missing\n") // '--seed: no value given; allowed: --seed <number>'
 */
function inOneLine(text: string): string {
  const said = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  return said.replace(/^option '(.+)' argument missing$/, (_, flags: string) => {
    return `${flags.replace(/ <.*/, '')}: no value given; allowed: ${flags}`;
  });
}
