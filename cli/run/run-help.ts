import { flagHelp, inLines } from '@headroom/engine';
import { OVERRIDE_NAMES } from '../../lib/plan/overrides.ts';
import { RUN_USAGE } from './run-usage.ts';

/** The text of `headroom run --help` when the embedded engine answers it; a k6 on PATH prints its own. */
export function runHelp(): string {
  return `Usage: headroom run ${RUN_USAGE}

-e NAME=value for headroom's own scripts (README, "the plan"):
  PLAN    the plan's file
  RESULT  where the result is written, as JSON
  RESULTS, RUN, SHARES, SHARE_NAME: of a run on several machines (docs/many-machines.md)
and in place of what the plan says:
${inLines(OVERRIDE_NAMES).join('\n')}

The embedded engine, where there is no k6 on PATH or with --engine embedded,
${flagHelp()}`;
}
