import type { Case, Part, Told } from '../../model/told.ts';
import { CHECK_STATES, type Check, type Preflight } from '../../read/preflight.ts';
import { capitalised } from '../../render/capitalised.ts';
import { frameOf } from '../../render/frame.ts';

const SHOWN: Readonly<Record<Check['state'], readonly [tone: Told['tone'], word: string]>> = {
  fail: ['bad', 'fail'],
  warn: ['unsure', 'look'],
  unknown: ['unsure', 'not seen'],
  ok: ['good', 'pass'],
};

/** What was looked at before the run; what would spoil it comes first. */
export function preflightTold({ plan, target, at, checks }: Preflight): Told {
  const sorted = CHECK_STATES.flatMap((wanted) => checks.filter(({ state }) => state === wanted));
  const [first] = sorted;
  const worst = first?.state ?? 'ok';
  return {
    kind: 'preflight',
    title: 'Before the run',
    tone: worst === 'fail' ? 'bad' : worst === 'ok' ? 'good' : 'unsure',
    word: worst === 'fail' ? 'not ready' : worst === 'ok' ? 'ready' : 'ready, with a reserve',
    says: sentence(preflightSays(checks)),
    advice: [
      { name: 'How sure', text: 'The org was read as it was then; what changes before the run is not seen.' },
      ...(first?.change === undefined
        ? []
        : [{ name: 'What to change first', text: `${first.what}: ${first.change}` }]),
    ],
    frame: frameOf({ at, plan, target, scope: `${checks.length} checks` }),
    unknown: checks.flatMap(({ state, what, is }) => (state === 'unknown' ? [`${what}: ${is}`] : [])),
    parts: [checksPart(sorted)],
    cases: checks.map(caseOf),
  };
}

function checksPart(checks: readonly Check[]): Part {
  return {
    title: 'What was looked at',
    head: ['', 'what', 'is', 'what to change'],
    rows: checks.map(({ what, state, is, change }) => {
      const [tone, word] = SHOWN[state];
      return [{ tone, word }, what, is, change ?? ''];
    }),
  };
}

/** All checks in a few words. */
export function preflightSays(checks: readonly Check[]): string {
  const [fail, warn, unknown] = CHECK_STATES.map((state) => checks.filter((check) => check.state === state).length);
  const besides = `${warn} to look at, ${unknown} could not be seen`;
  if (fail !== 0) return `not ready: ${fail} of ${checks.length} would spoil the test; ${besides}`;
  if (warn !== 0 || unknown !== 0) return `ready, with a reserve: ${besides}`;
  return `ready: nothing in the way in ${checks.length} checks`;
}

/** What could not be seen neither passed nor failed; what is to be looked at passes. */
function caseOf({ what, state, is, change }: Check): Case {
  const outcome = state === 'fail' ? 'failed' : state === 'unknown' ? 'skipped' : 'passed';
  return { name: what, outcome, says: change === undefined ? is : `${is}; ${change}` };
}

const sentence = (text: string): string => `${capitalised(text)}.`;
