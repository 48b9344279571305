import { existsSync } from 'node:fs';
import path from 'node:path';
import { editDistance } from '../../lib/plan/domains-meant.ts';
import { OVERRIDE_NAMES } from '../../lib/plan/overrides.ts';

/** Scripts of headroom's own that come to a verdict. Another one is judged where it writes a result. */
export const JUDGED_SCRIPTS: readonly string[] = ['customers.js', 'contact-centre.js'];

/** The scripts of headroom's own, each of which writes the result that it is told to. */
export const OWN_SCRIPTS: readonly string[] = [...JUDGED_SCRIPTS, 'agents.js', 'ceiling.js', 'reconnect-storm.js'];

/** The names of `-e` that a script of headroom's own heeds. PHASE is given by the searches. */
export const HEEDED_NAMES: readonly string[] = [
  'PLAN',
  'RESULT',
  'RESULTS',
  'RUN',
  'SHARES',
  'SHARE_NAME',
  'PHASE',
  ...OVERRIDE_NAMES,
];

/**
 * Why a script of headroom's own would not do what an `-e` of its words is for, in one line, or undefined: nothing heeds
 * the name, and the run would go out without it. In a plain k6 run the whole environment may be there.
 *
 * @param words the words of the run, as k6 takes them
 */
export function unheededName(words: readonly string[]): string | undefined {
  if (!words.some((word) => OWN_SCRIPTS.includes(path.basename(word)) && path.basename(path.dirname(word)) === 'dist'))
    return undefined;
  for (const [index, word] of words.entries()) {
    const isValue = ['-e', '--env'].includes(words[index - 1] ?? '');
    const [, attached, name = ''] = /^(-e=?|--env=)?([A-Za-z_][A-Za-z0-9_]*)=/.exec(word) ?? [];
    if ((!isValue && attached === undefined) || name === '' || HEEDED_NAMES.includes(name)) continue;
    return `-e ${name}: nothing heeds it; ${meant(name.toUpperCase(), HEEDED_NAMES)}allowed: ${HEEDED_NAMES.join(', ')}`;
  }
  return undefined;
}

/** Of a name that is mistyped. */
const MAX_EDITS = 2;

function meant(name: string, names: readonly string[]): string {
  const near = names
    .map((one) => ({ one, edits: editDistance(name, one) }))
    .filter(({ edits }) => edits <= MAX_EDITS)
    .sort((a, b) => a.edits - b.edits);
  return near[0] === undefined ? '' : `did you mean ${near[0].one}? `;
}

/** The reason, in one line, why a run of what is neither a file nor a script of headroom's cannot be, or undefined. */
export function unknownScript([script = '']: readonly string[], cwd: string): string | undefined {
  if (!/^[\w-]*\w$/.test(script) || script.startsWith('-') || existsSync(path.resolve(cwd, script))) return undefined;
  const names = OWN_SCRIPTS.map((one) => path.basename(one, '.js'));
  return `${script}: no such script; ${meant(script, names)}allowed: ${names.join(', ')}, or a file`;
}
