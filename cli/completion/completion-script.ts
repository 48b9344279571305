/** A command, for completion: its name, its flags, and the commands below it. */
export interface CommandNames {
  readonly name: string;
  readonly flags: readonly string[];
  readonly commands: readonly CommandNames[];
}

/** Shells that a script is written for. */
export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * A script for a shell that completes commands, their flags, and else files. Zsh takes it by its own emulation of
 * bash's completion.
 */
export function completionScript(shell: Shell, program: CommandNames): string {
  const words = pathsOf(program, '').map(({ at, words: of }) => `    '${at}') words='${of.join(' ')}' ;;`);
  const head = shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : '';
  return `${head}_headroom() {
  local at='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) at="$at $word"; case "$at" in ${knownPaths(program)}) ;; *) at="\${at% *}"; break ;; esac ;; esac
  done
  case "$at" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _headroom headroom
`;
}

interface PathWords {
  /** The commands so far, each behind a space. */
  readonly at: string;
  readonly words: readonly string[];
}

function pathsOf({ flags, commands }: CommandNames, at: string): PathWords[] {
  const words = [...commands.map(({ name }) => name), ...flags];
  return [{ at, words }, ...commands.flatMap((one) => pathsOf(one, `${at} ${one.name}`))];
}

const knownPaths = (program: CommandNames): string =>
  pathsOf(program, '')
    .flatMap(({ at }) => (at === '' ? [] : [`'${at}'`]))
    .join('|');
