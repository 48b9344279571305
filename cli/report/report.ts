import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunIo } from '../../engine/run.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { reportOn } from '../../report/model/collect.ts';
import type { Report } from '../../report/model/report.ts';
import { type Input, readInput } from '../../report/read/input.ts';
import { htmlOf, type PageAssets } from '../../report/render/html.ts';
import { junitOf } from '../../report/render/junit.ts';
import { markdownOf } from '../../report/render/markdown.ts';
import { valuesIn } from '../plan/plan-file.ts';
import { Progress } from './progress.ts';

export interface ReportOptions {
  readonly output: string;
  readonly plan?: string;
  /** Overrides of the plan, as `NAME=value`. */
  readonly e: readonly string[];
  readonly junit?: string;
  readonly markdown?: string;
  readonly json?: string;
}

const READABLE = 'k6 --out json (also .gz), the file of -e RESULT, a summary, or headroom ceiling --json';

/** What is wrong with what the user gave, in one line. */
class Refusal extends Error {}

/**
 * `headroom report <inputs> -o report.html`. Exit 0 when the report is written, whatever it says; 104 when nothing
 * could be read, the plan is none or a file cannot be written. What was not read, or not whole, is a line on stderr.
 */
export async function report(inputs: readonly string[], options: ReportOptions, io: RunIo): Promise<number> {
  try {
    const plan = options.plan === undefined ? undefined : planFrom(options.plan, options.e, io);
    const made = reportOn(await readAll(inputs, io), plan);
    for (const note of made.notes) io.stderr.write(`headroom report: ${note}\n`);
    if (made.runs.length === 0 && made.ceilings.length === 0) {
      throw new Refusal(`nothing could be read; allowed: ${READABLE}`);
    }
    writeAll(made, options, io);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    io.stderr.write(`headroom report: ${error.message}\n`);
    return 104;
  }
}

function planFrom(file: string, values: readonly string[], io: RunIo): Plan {
  let text: string;
  try {
    text = readFileSync(path.resolve(io.cwd, file), 'utf8');
  } catch {
    throw new Refusal(`--plan ${file}: no such file`);
  }
  const parsed = parsePlan(text, file, valuesIn(values));
  if (!parsed.ok) throw new Refusal(parsed.error);
  return parsed.plan;
}

async function readAll(inputs: readonly string[], io: RunIo): Promise<Input[]> {
  // A file that two patterns of the shell match is read once.
  const files = [...new Set(inputs.map((input) => path.resolve(io.cwd, input)))];
  const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const progress = new Progress(
    io.stderr,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const read: Input[] = [];
  for (const [index, file] of files.entries()) {
    read.push(await readInput(file, (bytes) => progress.at(bytes)));
    progress.fileDone(sizes[index] ?? 0);
  }
  progress.end();
  return read;
}

function writeAll(made: Report, options: ReportOptions, io: RunIo): void {
  const { output, junit, markdown, json } = options;
  const write = (file: string | undefined, text: () => string) => {
    if (file === undefined) return;
    try {
      writeFileSync(path.resolve(io.cwd, file), text());
    } catch (error) {
      throw new Refusal(`cannot write ${file}: ${(error as NodeJS.ErrnoException).code}`);
    }
    io.stdout.write(`report   ${file}\n`);
  };
  write(output, () => htmlOf(made, pageAssets()));
  write(junit, () => junitOf(made));
  write(markdown, () => markdownOf(made));
  write(json, () => `${JSON.stringify(made, null, 2)}\n`);
}

function pageAssets(): PageAssets {
  const built = (name: string) => readFileSync(fileURLToPath(new URL(`./${name}`, import.meta.url)), 'utf8');
  return { script: built('report-page.js'), styles: built('report-page.css') };
}
