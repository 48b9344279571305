import type { Check } from './check.ts';

const SHOWN: Readonly<Record<Check['state'], string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', unknown: '?' };
const STATE = 6;
const WHAT = 42;

/** All checks, a line each and one for what to change; and the whole in a word. */
export function textOf(checks: readonly Check[]): string {
  let text = '\n';
  for (const { what, state, is, change } of checks) {
    text += `  ${SHOWN[state].padEnd(STATE)}${what.padEnd(WHAT)}${is}\n`;
    if (change !== undefined) text += `${' '.repeat(2 + STATE + WHAT)}→ ${change}\n`;
  }
  return `${text}\n  ${conclusionOf(checks)}\n`;
}

function conclusionOf(checks: readonly Check[]): string {
  const count = (state: Check['state']): number => checks.filter((check) => check.state === state).length;
  const [fail, warn, unknown] = [count('fail'), count('warn'), count('unknown')];
  const besides = `${warn} to look at, ${unknown} could not be seen`;
  if (fail > 0) return `not ready: ${fail} of ${checks.length} would spoil the test; ${besides}`;
  return warn + unknown > 0
    ? `ready, with a reserve: ${besides}`
    : `ready: nothing in the way in ${checks.length} checks`;
}
