import { type Check, type Preflight, preflightSays, STATES } from '../../read/preflight.ts';
import { escaped } from '../escape.ts';
import { momentOf } from '../figures.ts';
import { table } from './table.ts';

const SHOWN: Readonly<Record<Check['state'], readonly [tone: string, word: string]>> = {
  fail: ['bad', 'fail'],
  warn: ['unsure', 'look'],
  unknown: ['unsure', 'not seen'],
  ok: ['good', 'pass'],
};

/** What was looked at before the run; what would spoil it comes first. */
export function preflightSection({ plan, target, at, checks }: Preflight): string {
  const rows = STATES.flatMap((wanted) => checks.filter(({ state }) => state === wanted)).map(rowOf);
  const of = `plan ${plan} · ${target} · ${momentOf(Date.parse(at))}`;
  return `<section class="card long"><h2>Before the run <span class="soft">${escaped(of)}</span></h2>
<p class="says">${escaped(preflightSays(checks))}</p>${table(['', 'what', 'is'], rows)}</section>`;
}

function rowOf({ what, state, is, change }: Check): string[] {
  const [tone, word] = SHOWN[state];
  const advice = change === undefined ? '' : `<div class="soft">→ ${escaped(change)}</div>`;
  return [`<span class="badge ${tone}">${word}</span>`, escaped(what), `${escaped(is)}${advice}`];
}
