import { flagHelp, inLines } from '@headroom/engine';
import { OVERRIDE_NAMES } from '../../lib/plan/overrides.ts';
import { RUN_USAGE } from './run-usage.ts';

/** The text of `headroom run --help` when the embedded engine answers it; a k6 on PATH prints its own. */
export function runHelp(): string {
  return `Usage: headroom run ${RUN_USAGE}

--engine is k6 (the one on PATH) or embedded, --lane auto, async or worker.

-e NAME=value for headroom's own scripts (README, "the plan"):
  PLAN    the plan's file
  RESULT  where the result is written, as JSON
  RESULTS, RUN, SHARES, SHARE_NAME: of a run on several machines
  (docs/many-machines.md)
and in place of what the plan says:
${inLines(OVERRIDE_NAMES).join('\n')}

The embedded engine, where there is no k6 on PATH or with --engine embedded,
${flagHelp()}
Examples:
  headroom run contact-centre -e PLAN=my-org.json -e RESULT=result.json
  headroom run my-script.js --vus 10 --duration 30s

Exit codes are k6's: 0 well, 99 a threshold is crossed or the verdict names a
cause, 104 bad input, 105 interrupted, 107 the script threw, 108 it refused
`;
}
