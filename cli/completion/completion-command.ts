import { processIo } from '@headroom/engine/io';
import type { Command } from 'commander';
import { badInput } from '../io/bad-input.ts';
import { type CommandNames, completionScript, SHELLS } from './completion-script.ts';

/** `headroom completion <shell>`: prints a script that the shell sources. */
export function addCompletion(program: Command, finish: (code: number) => void): void {
  program
    .command('completion <shell>')
    .description('a script that completes commands and flags, for bash or zsh')
    .addHelpText(
      'after',
      '\nExamples:\n  source <(headroom completion bash)\n  headroom completion zsh > ~/.headroom-completion; source it in ~/.zshrc\n\nExit codes: 0 printed, 104 bad input\n',
    )
    .action((name: string) => {
      const io = processIo();
      const shell = SHELLS.find((one) => one === name);
      if (shell === undefined) return finish(badInput('completion', `${name}; allowed: ${SHELLS.join(', ')}`, io));
      io.stdout.write(completionScript(shell, namesOf(program)));
      finish(0);
    });
}

/** What of a command can be completed: no option that its help hides. */
export function namesOf(command: Command): CommandNames {
  return {
    name: command.name(),
    flags: [
      '--help',
      ...command.options.flatMap(({ long, hidden }) => (long == null || hidden || long === '--help' ? [] : [long])),
    ],
    commands: command.commands.map(namesOf),
  };
}
