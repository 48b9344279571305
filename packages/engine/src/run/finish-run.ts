import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExitCode, type RunEnd } from '../contract/exit.ts';
import { writeWholeFile } from '../files/whole-file.ts';
import { machineReadable } from '../summary/machine-readable.ts';
import { type RunSummary, summaryData } from '../summary/summary-data.ts';
import { summaryExport } from '../summary/summary-export.ts';
import { textSummary } from '../summary/text-summary.ts';
import { asRunEnd } from './end-reason.ts';
import { crossedLine } from './execute-run.ts';
import type { PreparedRun } from './prepare-run.ts';
import type { TestRun } from './test-run.ts';

const K6_VERSION = '2.3.0';

/** Evaluates the thresholds for the last time and writes the summary and its files. Gives k6's exit code, or 255 where output is lost. */
export async function finishRun(run: TestRun, prepared: PreparedRun): Promise<number> {
  const { failed } = prepared.thresholds.evaluateFinally(run.elapsedMs());
  // The exit code is fixed before handleSummary runs, as in k6: test.fail() in it comes too late.
  const early = run.ending.exitCode(failed.length > 0);
  run.measurements.close();
  const outputs = Promise.all(prepared.outputs.map((output) => output.close()));
  if (run.settings.summaryMode !== 'disabled') await summarise(run, prepared);
  await outputs;
  const { reason } = run.ending;
  // A call that the engine lacks is an exception to that: a run in which there was one is never green.
  const exitCode = reason && isUnsupported(reason) ? reason.exitCode : early;
  if (reason) run.logger.log('error', reason.message);
  // A run that ended early reports that reason alone, since its thresholds were evaluated too early.
  else if (failed.length > 0) run.logger.log('error', crossedLine(failed));
  if (exitCode !== ExitCode.ok || !(run.isOutputLost || run.logger.isLost)) return exitCode;
  // Not as k6, which ends with 0: nobody looks for what is not there behind a run that says that all is well.
  run.logger.log('error', 'output of this run is lost');
  return ExitCode.uncategorised;
}

function isUnsupported({ exitCode }: RunEnd): boolean {
  return exitCode === ExitCode.unsupported;
}

async function summarise(run: TestRun, prepared: PreparedRun): Promise<void> {
  const { settings, io } = run;
  const summary = summaryData({
    measurements: run.measurements,
    thresholds: prepared.thresholds,
    root: run.tree.root,
    durationMs: run.elapsedMs(),
    trendStats: prepared.options.summaryTrendStats,
    timeUnit: prepared.options.summaryTimeUnit,
    noColor: settings.noColor || !io.stdout.isTTY,
    isStdOutTTY: io.stdout.isTTY === true,
    isStdErrTTY: io.stderr.isTTY === true,
    setupData: prepared.script.setupData,
  });
  const machine = settings.machineReadableSummary ? await machineData(run, summary) : undefined;
  const results = await handled(run, prepared, summary, machine ?? summary);
  for (const [target, content] of Object.entries(results)) await deliver(run, target, content);
  if (settings.summaryExport === '') return;
  const exported = machine ? JSON.stringify(machine, undefined, 4) : summaryExport(summary);
  await deliver(run, settings.summaryExport, exported);
}

/**
 * The files of handleSummary, or the default text when it returned nothing or failed. A failure changes no exit code.
 */
async function handled(
  run: TestRun,
  { script, thresholds, breakdown, options }: PreparedRun,
  summary: RunSummary,
  data: object,
) {
  try {
    const own = await script.handleSummary(data, new AbortController().signal);
    if (own !== undefined) return own;
  } catch (error) {
    // A call that the engine lacks is logged once, as the reason why the run ended.
    if (error !== run.ending.reason && !isUnsupported(asRunEnd(error)))
      run.logger.log('error', asRunEnd(error).message);
  }
  const parts = breakdown?.parts(summary.state.testRunDurationMs, options.summaryTrendStats);
  return { stdout: textSummary({ summary, gated: thresholds.gated, parts }) };
}

async function machineData({ settings, io }: TestRun, summary: RunSummary): Promise<object> {
  // The script may have been removed since the run began: the summary then has an empty text.
  const script = await readFile(resolve(io.cwd, settings.script), 'utf8').catch(() => '');
  return machineReadable(summary, { k6Version: K6_VERSION, generatedAt: new Date(), script });
}

/** Writes to stdout, stderr or the path of a file, whose folder must exist. */
async function deliver(run: TestRun, target: string, content: string | ArrayBuffer): Promise<void> {
  const { io, logger } = run;
  const bytes = typeof content === 'string' ? content : new Uint8Array(content);
  if (target === 'stdout') io.stdout.write(bytes);
  else if (target === 'stderr') io.stderr.write(bytes);
  else {
    await writeWholeFile(resolve(io.cwd, target), bytes).catch((error: NodeJS.ErrnoException) => {
      // A folder that is missing changes no exit code, as in k6: the script named it.
      run.isOutputLost ||= error.code !== 'ENOENT';
      logger.log('error', `summary: cannot write ${target}: ${error.code ?? error.message}`);
    });
  }
}
