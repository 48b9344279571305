import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import type { InputFile } from '../../report/fold/input-file.ts';
import type { Report } from '../../report/output/report.ts';
import { reportOn } from '../../report/output/report-on.ts';
import { reportOnShares } from '../../report/output/report-on-shares.ts';
import { joinShares } from '../../report/shares/joined-shares.ts';
import { isOfShares, shareFileOf } from '../../report/shares/share-file.ts';
import { SharesRead } from '../../report/shares/shares-read.ts';
import { badInput } from '../io/bad-input.ts';
import { NOT_WELL } from '../io/exit-codes.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { type WithHistory, withHistory } from './history.ts';
import { judged } from './judged.ts';
import { filesOf, readInputs } from './read-inputs.ts';
import { asPage, checkedFiles, type ReportFile, usualFiles, writeReportFiles } from './report-files.ts';

export interface ReportOptions {
  readonly output: string;
  readonly plan?: string;
  /** Overrides of the plan, as `NAME=value`. */
  readonly e: readonly string[];
  readonly junit?: string;
  readonly markdown?: string;
  readonly json?: string;
  readonly csv?: string;
  /** The exit code says whether every run passes. */
  readonly gate?: boolean;
  readonly history?: string;
  readonly baseline?: string;
  readonly measure?: string;
}

const READABLE =
  'k6 --out json (also .gz), the file of -e RESULT, a summary, or what a command prints with --json (ceiling, attribute, compare, preflight, verify, cleanup)';

/**
 * `headroom report <inputs> -o report.html`: writes the report. Files that were not read, or not to their end, are
 * named on stderr. Shares of one run are merged and judged as a whole. Returns 0 when the report is written, whatever it
 * says; with `--gate` 99 where a run does not pass (`whyNotWell`), and with `--baseline` 99 where the runs are worse than it
 * beyond noise. Returns 104 on bad input: when nothing could be read,
 * shares do not fit each other, the plan is invalid, or a file cannot be written or would replace one that is read or written.
 */
export async function report(inputs: readonly string[], options: ReportOptions, io: RunIo): Promise<number> {
  try {
    const { outputs, plan } = wantedOf(inputs, options, io.cwd);
    const read: InputFile[] = [];
    await readInputs(filesOf(inputs, io.cwd), 'report', io, (input) => read.push(input));
    const { report: made, against, lines } = historied(await madeOf(read, plan), options, io.cwd);
    for (const note of made.notes) io.stderr.write(`headroom report: ${note}\n`);
    if (made.runs.length + made.documents.length === 0)
      return badInput('report', `nothing could be read; allowed: ${READABLE}`, io);
    writeReportFiles(outputs, made, io);
    for (const line of lines) io.stderr.write(`headroom report: ${line}\n`);
    const worse = against?.answer === 'worse' ? NOT_WELL : 0;
    if (options.gate !== true) return worse;
    if (made.runs.length === 0)
      return badInput('report', '--gate: no run among the inputs; allowed: those of a run', io);
    return judged('report', made, io) || worse;
  } catch (error) {
    return badInput('report', error, io);
  }
}

function historied(made: Report, options: ReportOptions, cwd: string): WithHistory {
  const isWanted = options.history !== undefined || options.baseline !== undefined;
  return isWanted ? withHistory(made, options, cwd) : { report: made, against: undefined, lines: [] };
}

function wantedOf(
  inputs: readonly string[],
  options: ReportOptions,
  cwd: string,
): { readonly outputs: readonly ReportFile[]; readonly plan: Plan | undefined } {
  const read = [...inputs, ...[options.plan, options.baseline].flatMap((file) => file ?? [])];
  const outputs = checkedFiles([['-o', options.output, asPage], ...usualFiles(options)], read, cwd);
  return { outputs, plan: options.plan === undefined ? undefined : readPlanFile(options.plan, options.e, cwd) };
}

async function madeOf(read: readonly InputFile[], plan: Plan | undefined): Promise<Report> {
  const shares = read.map(shareFileOf).filter((file) => file !== undefined);
  if (!shares.some(isOfShares)) return reportOn(read, plan);
  const taken = new SharesRead();
  for (const input of read) taken.take(input);
  return reportOnShares(taken, plan, joinShares(taken.shares));
}
