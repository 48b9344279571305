import type { RunIo } from '@headroom/engine';
import { type Report, runName } from '../../report/output/report.ts';
import { whyNotWell } from '../../report/output/why-not-well.ts';
import { NOT_WELL } from '../io/exit-codes.ts';

/** Says of each run that does not pass why, in one line. Returns 99 where there is one, and else 0. */
export function judged(command: string, report: Report, { stderr }: Pick<RunIo, 'stderr'>): number {
  let code = 0;
  for (const [index, run] of report.runs.entries()) {
    const why = whyNotWell(run);
    if (why === undefined) continue;
    stderr.write(`headroom ${command}: exit ${NOT_WELL}: ${runName(report, index)}: ${why}\n`);
    code = NOT_WELL;
  }
  return code;
}
