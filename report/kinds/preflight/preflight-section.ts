import { CHECK_STATES, type Check, type Preflight } from '../../read/preflight.ts';
import { escaped } from '../../render/escape.ts';
import { htmlTable } from '../../render/html-table.ts';
import { momentOf } from '../../render/key-figures.ts';
import { plain } from '../../render/markdown-text.ts';

const SHOWN: Readonly<Record<Check['state'], readonly [tone: string, word: string]>> = {
  fail: ['bad', 'fail'],
  warn: ['unsure', 'look'],
  unknown: ['unsure', 'not seen'],
  ok: ['good', 'pass'],
};

/** What was looked at before the run; what would spoil it comes first. */
export function preflightSection({ plan, target, at, checks }: Preflight): string {
  const rows = CHECK_STATES.flatMap((wanted) => checks.filter(({ state }) => state === wanted)).map(rowOf);
  const of = `plan ${plan} · ${target} · ${momentOf(Date.parse(at))}`;
  return `<section class="card long"><h2>Before the run <span class="soft">${escaped(of)}</span></h2>
<p class="says">${escaped(preflightSays(checks))}</p>${htmlTable(['', 'what', 'is'], rows)}</section>`;
}

/** What was in the way before the run, for a pipeline's step summary. */
export function preflightMarkdown({ checks }: Preflight): string {
  const lines = checks
    .filter(({ state }) => state !== 'ok')
    .map(({ what, is, change }) => {
      const advice = change === undefined ? '' : ` → ${plain(change)}`;
      return `- ${plain(what)}: ${plain(is)}${advice}\n`;
    });
  return `**Before the run.** ${plain(preflightSays(checks))}\n\n${lines.join('')}`;
}

/** All checks in a sentence. */
export function preflightSays(checks: readonly Check[]): string {
  const [fail, warn, unknown] = CHECK_STATES.map((state) => checks.filter((check) => check.state === state).length);
  const besides = `${warn} to look at, ${unknown} could not be seen`;
  if (fail !== 0) return `not ready: ${fail} of ${checks.length} would spoil the test; ${besides}`;
  if (warn !== 0 || unknown !== 0) return `ready, with a reserve: ${besides}`;
  return `ready: nothing in the way in ${checks.length} checks`;
}

function rowOf({ what, state, is, change }: Check): string[] {
  const [tone, word] = SHOWN[state];
  const advice = change === undefined ? '' : `<div class="soft">→ ${escaped(change)}</div>`;
  return [`<span class="badge ${tone}">${word}</span>`, escaped(what), `${escaped(is)}${advice}`];
}
