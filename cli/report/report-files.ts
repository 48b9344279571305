import type { RunIo } from '@headroom/engine';
import { htmlOf } from '../../report/output/html.ts';
import { jsonOf } from '../../report/output/json.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import type { Report } from '../../report/output/report.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { pageAssets } from './page-assets.ts';

/** A file to be written. */
export interface ReportFile {
  /** How the user named it: an option, and its value. */
  readonly option: string;
  readonly file: string;
  readonly path: string;
  readonly make: (report: Report) => string;
}

/** What a command is to write, each as an option and the file that it names. */
export type WantedFiles = readonly (readonly [option: string, file: string | undefined, make: ReportFile['make']])[];

/** The usual forms of a report. */
export function usualFiles(files: { junit?: string; markdown?: string; json?: string }): WantedFiles {
  return [
    ['--junit', files.junit, junitOf],
    ['--markdown', files.markdown, markdownOf],
    ['--json', files.json, jsonOf],
  ];
}

/** A report as one HTML page. */
export const asPage = (report: Report): string => htmlOf(report, pageAssets());

/**
 * The files to be written. Throws an error of one line when two have the same path, or one is read.
 *
 * @param read the files that the command reads
 */
export function checkedFiles(wanted: WantedFiles, read: readonly string[], cwd: string): ReportFile[] {
  const files: ReportFile[] = [];
  for (const [option, file, make] of wanted) {
    if (file === undefined) continue;
    const to = checkedOutputFile(option, file, read, cwd);
    const other = files.find((one) => one.path === to);
    if (other) throw new Error(`${option} ${file}: ${other.option} writes it; allowed: another file`);
    files.push({ option, file, path: to, make });
  }
  return files;
}

/** Writes them, each whole, and names them on stdout. Throws an error of one line where one cannot be written. */
export function writeReportFiles(
  files: readonly ReportFile[],
  report: Report,
  { stdout }: Pick<RunIo, 'stdout'>,
): void {
  for (const { file, path: to, make } of files) {
    writeFileAtomically(to, make(report));
    stdout.write(`report   ${file}\n`);
  }
}
