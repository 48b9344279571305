import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPlannedFile } from '../plan/planned-file.ts';
import { OWN_SCRIPTS } from './heeded-names.ts';

/** Where the package is: its bundles are in `dist` there, wherever it is called from. */
export const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The words of a run, with what the user named from the working directory where a script finds it: k6 opens files from the
 * folder of the bundle. A script of headroom's own may go by its name alone; its bundle is then the package's. `PLAN`,
 * `TRANSCRIPTS` and `TOKENS` become absolute paths where they are files, and so do the plan's dialogues and tokens where they are only beside the plan or below the working directory. Words that name other scripts stay as they are.
 *
 * @example foundFiles(['customers', '-e', 'PLAN=my.json'], '/home/me')
 * // ['/opt/headroom/dist/customers.js', '-e', 'PLAN=/home/me/my.json']
 */
export function foundFiles(words: readonly string[], cwd: string, home = PACKAGE): string[] {
  const at = words.findIndex((word, n) => isOwnScript(word) && !isValue(words[n - 1]));
  const script = words[at];
  if (script === undefined) return [...words];
  const bundle = bundleOf(script, cwd, home);
  const found = words.map((word, n) => (n === at ? bundle : isValue(words[n - 1]) ? wholePath(word, cwd) : word));
  const plan = found.find((word, n) => isValue(found[n - 1]) && word.startsWith('PLAN='))?.slice('PLAN='.length);
  if (plan === undefined || !path.isAbsolute(plan)) return found;
  return [...found, ...filesOf(plan, found, path.dirname(path.resolve(cwd, bundle)), cwd)];
}

const isValue = (before: string | undefined): boolean => before === '-e' || before === '--env';

const isOwnScript = (word: string): boolean =>
  OWN_SCRIPTS.includes(path.basename(word)) || OWN_SCRIPTS.includes(`${word}.js`);

/** The value of a name that is a file, by its whole path where the working directory has it. */
function wholePath(value: string, cwd: string): string {
  const [, name, file = ''] = /^(PLAN|TRANSCRIPTS|TOKENS)=(.+)$/s.exec(value) ?? [];
  return name !== undefined && existsSync(path.resolve(cwd, file)) ? `${name}=${path.resolve(cwd, file)}` : value;
}

/** The file that was named, where it is there; else the package's own of this name. */
function bundleOf(script: string, cwd: string, home: string): string {
  if (existsSync(path.resolve(cwd, script)) && script.endsWith('.js')) return script;
  const own = path.join(home, 'dist', `${path.basename(script, '.js')}.js`);
  const isNamed = path.dirname(script) === '.' || path.dirname(script) === 'dist';
  return isNamed && existsSync(own) ? own : script;
}

/** Dialogues and tokens that the plan names by paths that the script would not find. */
function filesOf(plan: string, words: readonly string[], bundles: string, cwd: string): string[] {
  const { transcripts, agents } = planIn(plan);
  const named: readonly (readonly [name: string, file: unknown])[] = [
    ['TRANSCRIPTS', transcripts?.path],
    ['TOKENS', agents?.tokens?.source === 'file' ? agents.tokens.path : undefined],
  ];
  return named.flatMap(([name, file]) => {
    const isGiven = words.some((word, n) => isValue(words[n - 1]) && word.startsWith(`${name}=`));
    if (typeof file !== 'string' || isGiven || path.isAbsolute(file)) return [];
    if ([bundles, path.dirname(bundles)].some((folder) => existsSync(path.join(folder, file)))) return [];
    const found = findPlannedFile(plan, file, cwd);
    return found === undefined ? [] : ['-e', `${name}=${found}`];
  });
}

interface FilesNamed {
  readonly transcripts?: { readonly path?: unknown };
  readonly agents?: { readonly tokens?: { readonly source?: unknown; readonly path?: unknown } };
}

/** What is no plan is refused by the script. */
function planIn(file: string): FilesNamed {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8'))) as FilesNamed;
  } catch {
    return {};
  }
}
