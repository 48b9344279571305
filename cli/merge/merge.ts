import type { RunIo } from '@headroom/engine';
import { reportOnShares } from '../../report/output/report-on-shares.ts';
import { joinShares } from '../../report/shares/joined-shares.ts';
import { SharesRead } from '../../report/shares/shares-read.ts';
import { badInput } from '../io/bad-input.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { judged } from '../report/judged.ts';
import { filesOf, readInputs } from '../report/read-inputs.ts';
import { asPage, checkedFiles, usualFiles, writeReportFiles } from '../report/report-files.ts';
import { mergedResult, mergedText } from './merged-result.ts';

export interface MergeOptions {
  readonly output?: string;
  readonly run?: string;
  readonly plan?: string;
  /** Overrides of the plan, as `NAME=value`. */
  readonly e: readonly string[];
  readonly report?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly json?: string;
}

/**
 * `headroom merge <folder or files>`: puts results and samples of the shares of one run together, prints what it came to
 * as a whole, and writes what the options name. A share that is missing or was cut is named, and makes the answer
 * incomplete. Returns 0 where the whole passes (`whyNotWell`) and 99 where not; 104 on bad input: files of several runs,
 * or shares that do not fit each other, of which nothing is merged.
 */
export async function merge(inputs: readonly string[], options: MergeOptions, io: RunIo): Promise<number> {
  try {
    const files = filesOf(inputs, io.cwd);
    const given = options.plan === undefined ? undefined : readPlanFile(options.plan, options.e, io.cwd);
    const read = new SharesRead();
    await readInputs(files, 'merge', io, (input) => read.take(input));
    const joined = joinShares(read.shares, options.run);
    const wanted = checkedFiles(
      [
        ['-o', options.output, (report) => mergedResult(report, joined)],
        ['--report', options.report, asPage],
        ...usualFiles(options),
      ],
      joined.shares.flatMap(({ result, samples }) => [result, samples].flatMap((file) => file?.path ?? [])),
      io.cwd,
    );
    const report = await reportOnShares(read, given, joined);
    for (const note of report.notes) io.stderr.write(`headroom merge: ${note}\n`);
    io.stdout.write(mergedText(report, joined));
    writeReportFiles(wanted, report, io);
    return judged('merge', report, io);
  } catch (error) {
    return badInput('merge', error, io);
  }
}
