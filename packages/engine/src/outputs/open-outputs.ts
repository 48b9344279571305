import { resolve } from 'node:path';
import { invalidConfig, unsupported } from '../contract/invalid-config.ts';
import type { LogLevel } from '../contract/run-context.ts';
import type { GatedSeries } from '../thresholds/thresholds.ts';
import { JsonOutput } from './json-output.ts';

/** The part of a run's io that outputs use. */
export interface OutputIo {
  /** Relative paths count from it. */
  readonly cwd: string;
  readonly stdout: { write(bytes: Uint8Array): unknown };
  log(level: LogLevel, message: string): void;
  /** Samples could not be written, and are lost. */
  lost(): void;
}

/**
 * Opens the outputs of --out. Throws a RunEnd 104 for any output but json, before one is opened, and for a file that
 * cannot be written, in which case no output stays open.
 */
export function openOutputs(
  given: readonly string[],
  io: OutputIo,
  gated: readonly GatedSeries[],
): readonly JsonOutput[] {
  const paths = given.map(pathOf);
  const opened: JsonOutput[] = [];
  try {
    for (const path of paths) opened.push(openOutput(path, io, gated));
  } catch (error) {
    for (const output of opened) void output.close();
    throw error;
  }
  return opened;
}

/** The file of a --out argument; `''` and `-` stand for stdout. */
function pathOf(given: string): string {
  const [, kind = '', path = ''] = /^([^=]*)=?(.*)$/s.exec(given) ?? [];
  if (kind !== 'json') throw unsupported(`--out ${kind}`, 'it writes json=file and json=file.gz');
  return path;
}

function openOutput(path: string, { cwd, stdout, log, lost }: OutputIo, gated: readonly GatedSeries[]): JsonOutput {
  const toStdout = path === '' || path === '-' ? (bytes: Uint8Array) => stdout.write(bytes) : undefined;
  const onError = (error: Error) => {
    log('error', `--out json: ${path} is incomplete: ${error.message}`);
    lost();
  };
  try {
    return new JsonOutput(toStdout ?? resolve(cwd, path), gated, onError);
  } catch (error) {
    throw invalidConfig(`--out json: cannot write ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}
