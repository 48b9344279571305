import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { resultText } from '../../lib/verdict/result-text.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { checkedOutputFile } from '../io/output-file.ts';

export interface ResultOptions {
  readonly json?: boolean;
  readonly out?: string;
}

/**
 * The absolute path of a result: `--out`, or `results/<name>.json`. Throws an error of one line when it cannot be
 * written.
 */
export function resultFileOf(name: string, { out }: ResultOptions, inputs: readonly string[], cwd: string): string {
  return checkedOutputFile('--output', out ?? path.join('results', `${name}.json`), inputs, cwd);
}

/**
 * Prints a result as text or as JSON, and then writes it as JSON to `file`. `file` is undefined for an interrupted
 * result, which is only printed. Throws an error of one line when the file cannot be written.
 */
export function writeResult(
  report: object,
  text: string,
  file: string | undefined,
  { json }: ResultOptions,
  io: RunIo,
): void {
  const written = resultText(report, 2);
  io.stdout.write(json ? written : text);
  if (file === undefined) return;
  const named = path.relative(io.cwd, file);
  writeFileAtomically(file, written);
  if (!json) io.stdout.write(`result          ${named}\n`);
}
