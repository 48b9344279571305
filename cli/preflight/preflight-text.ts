import { preflightSays } from '../../report/kinds/preflight/preflight-told.ts';
import type { Check } from '../../report/read/preflight.ts';

const SHOWN: Readonly<Record<Check['state'], string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', unknown: '?' };
const STATE = 6;
const WHAT = 42;

/** The checks as text: a line for each, a second one for what to change, and the conclusion at the end. */
export function preflightText(checks: readonly Check[]): string {
  let text = '\n';
  for (const { what, state, is, change } of checks) {
    text += `  ${SHOWN[state].padEnd(STATE)}${what.padEnd(WHAT)}${is}\n`;
    if (change !== undefined) text += `${' '.repeat(2 + STATE + WHAT)}→ ${change}\n`;
  }
  return `${text}\n  ${preflightSays(checks)}\n`;
}
