import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { type InputFile, readInput } from '../../report/fold/input-file.ts';
import { csvOf } from '../../report/output/csv.ts';
import { htmlOf, type PageAssets } from '../../report/output/html.ts';
import { jsonOf } from '../../report/output/json.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { type Report, runName } from '../../report/output/report.ts';
import { reportOn } from '../../report/output/report-on.ts';
import { whyNotWell } from '../../report/output/why-not-well.ts';
import { glossaryIn } from '../../report/render/glossary.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { ReadingProgress } from './reading-progress.ts';

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
}

const READABLE =
  'k6 --out json (also .gz), the file of -e RESULT, a summary, or what a command prints with --json (ceiling, attribute, compare, preflight, verify, cleanup)';

/**
 * `headroom report <inputs> -o report.html`: writes the report. Files that were not read, or not to their end, are
 * named on stderr. Returns 0 when the report is written, whatever it says; with `--gate` 99 where a run does not
 * pass (`whyNotWell`). Returns 104 on bad input: when nothing could be read, the plan is invalid, or a file cannot be written or would replace one that is read or written.
 */
export async function report(inputs: readonly string[], options: ReportOptions, io: RunIo): Promise<number> {
  let plan: Plan | undefined;
  let outputs: readonly Output[];
  try {
    outputs = outputsOf(inputs, options, io.cwd);
    plan = options.plan === undefined ? undefined : readPlanFile(options.plan, options.e, io.cwd);
  } catch (error) {
    return badInput('report', error, io);
  }
  const made = await reportOn(await readAll(inputs, io), plan);
  for (const note of made.notes) io.stderr.write(`headroom report: ${note}\n`);
  if (made.runs.length + made.documents.length === 0) {
    return badInput('report', `nothing could be read; allowed: ${READABLE}`, io);
  }
  for (const { file, path: to, make } of outputs) {
    const text = make(made);
    try {
      writeFileAtomically(to, text);
    } catch (error) {
      return badInput('report', error, io);
    }
    io.stdout.write(`report   ${file}\n`);
  }
  return options.gate === true ? judged(made, io) : 0;
}

/** Says of each run that does not pass why, in one line. Returns 99 where there is one, and else 0. */
function judged(made: Report, io: RunIo): number {
  if (made.runs.length === 0) return badInput('report', '--gate: no run among the inputs; allowed: those of a run', io);
  let code = 0;
  for (const [index, run] of made.runs.entries()) {
    const why = whyNotWell(run);
    if (why === undefined) continue;
    io.stderr.write(`headroom report: exit ${NOT_WELL}: ${runName(made, index)}: ${why}\n`);
    code = NOT_WELL;
  }
  return code;
}

/** The exit code of `--gate`, k6's of a run whose thresholds are crossed. */
const NOT_WELL = 99;

/** A file to be written. */
interface Output {
  readonly option: string;
  /** As the user named it. */
  readonly file: string;
  readonly path: string;
  readonly make: (report: Report) => string;
}

/** The files to be written. Throws an error of one line when two have the same path, or one is read. */
function outputsOf(inputs: readonly string[], options: ReportOptions, cwd: string): Output[] {
  const read = [...inputs, ...(options.plan === undefined ? [] : [options.plan])];
  const outputs: Output[] = [];
  const add = (option: string, file: string | undefined, make: Output['make']) => {
    if (file === undefined) return;
    const to = checkedOutputFile(option, file, read, cwd);
    const other = outputs.find((one) => one.path === to);
    if (other) throw new Error(`${option} ${file}: ${other.option} writes it; allowed: another file`);
    outputs.push({ option, file, path: to, make });
  };
  add('-o', options.output, (made) => htmlOf(made, pageAssets()));
  add('--junit', options.junit, junitOf);
  add('--markdown', options.markdown, markdownOf);
  add('--json', options.json, jsonOf);
  add('--csv', options.csv, csvOf);
  return outputs;
}

async function readAll(inputs: readonly string[], io: RunIo): Promise<InputFile[]> {
  // A file that matches two patterns of the shell is read once.
  const files = [...new Set(inputs.map((input) => path.resolve(io.cwd, input)))];
  const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const progress = new ReadingProgress(
    io.stderr,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const read: InputFile[] = [];
  for (const [index, file] of files.entries()) {
    read.push(await readInput(file, (bytes) => progress.at(bytes)));
    progress.fileDone(sizes[index] ?? 0);
  }
  progress.end();
  return read;
}

function pageAssets(): PageAssets {
  const built = (name: string) => readFileSync(fileURLToPath(new URL(`./${name}`, import.meta.url)), 'utf8');
  // The glossary is part of the package, beside the folder that this was built into.
  const words = readFileSync(fileURLToPath(new URL('../../docs/glossary.md', import.meta.url)), 'utf8');
  return { script: built('report-page.js'), styles: built('report-page.css'), glossary: glossaryIn(words) };
}
