import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '../../engine/run.ts';

export interface ResultOptions {
  readonly json?: boolean;
  readonly out?: string;
}

/** Writes a result as JSON, in `results/<name>.json` or where `--out` says, and prints it as text or as JSON. */
export function writeResult(
  report: unknown,
  text: string,
  name: string,
  { json, out }: ResultOptions,
  io: RunIo,
): void {
  const written = `${JSON.stringify(report, null, 2)}\n`;
  const file = path.resolve(io.cwd, out ?? path.join('results', `${name}.json`));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, written);
  io.stdout.write(json ? written : `${text}result          ${path.relative(io.cwd, file)}\n`);
}
