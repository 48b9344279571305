import { resolve } from 'node:path';
import { invalidConfig, unsupported } from '../contract/invalid-config.ts';
import type { LogLevel } from '../contract/run-context.ts';
import type { MetricSeries, SampleObserver } from '../metrics/measurements.ts';
import { durationMs } from '../options/value-readers.ts';
import type { GatedSeries } from '../thresholds/thresholds.ts';
import { CsvOutput, csvTime } from './csv-output.ts';
import { JsonOutput } from './json-output.ts';
import type { LineTarget } from './line-file.ts';

/** The part of a run's io that outputs use. */
export interface OutputIo {
  /** Relative paths count from it. */
  readonly cwd: string;
  /** `K6_CSV_*` set the output csv. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(bytes: Uint8Array): unknown };
  log(level: LogLevel, message: string): void;
  /** Samples could not be written, and are lost. */
  lost(): void;
}

/** What an output tells of a run besides its samples. */
export interface OutputRun {
  readonly gated: readonly GatedSeries[];
  /** The submetrics that are kept, those without a threshold too. */
  readonly submetrics: readonly MetricSeries[];
  readonly systemTags: ReadonlySet<string>;
}

/** An output of --out, which takes each sample as it comes. */
export interface Output extends SampleObserver {
  close(): Promise<void>;
}

interface Spec {
  readonly kind: 'json' | 'csv';
  readonly path: string;
}

/**
 * Opens the outputs of --out. Throws a RunEnd 104 for any output but json and csv, before one is opened, and for a file that
 * cannot be written, in which case no output stays open.
 */
export function openOutputs(given: readonly string[], io: OutputIo, run: OutputRun): readonly Output[] {
  const specs = given.map((one) => specOf(one, io.env));
  const opened: Output[] = [];
  try {
    for (const spec of specs) opened.push(openOutput(spec, io, run));
  } catch (error) {
    for (const output of opened) void output.close();
    throw error;
  }
  return opened;
}

/** Kind and file of a --out argument. For json `''` and `-` stand for stdout, csv has a file always. */
function specOf(given: string, env: OutputIo['env']): Spec {
  const [, kind = '', path = ''] = /^([^=]*)=?(.*)$/s.exec(given) ?? [];
  if (kind === 'json') return { kind, path };
  if (kind === 'csv') return { kind, path: path || env.K6_CSV_FILENAME || 'file.csv' };
  throw unsupported(`--out ${kind}`, 'it writes json=file, json=file.gz, csv=file and csv=file.gz');
}

function openOutput({ kind, path }: Spec, io: OutputIo, { gated, submetrics, systemTags }: OutputRun): Output {
  const { cwd, stdout, env, log, lost } = io;
  const onError = (error: Error) => {
    log('error', `--out ${kind}: ${path} is incomplete: ${error.message}`);
    lost();
  };
  const isStdout = kind === 'json' && (path === '' || path === '-');
  const target: LineTarget = isStdout ? (bytes: Uint8Array) => stdout.write(bytes) : resolve(cwd, path);
  const csv = {
    systemTags,
    time: csvTime(env.K6_CSV_TIME_FORMAT || 'unix'),
    saveIntervalMs: durationMs.text(env.K6_CSV_SAVE_INTERVAL || '1s', 'K6_CSV_SAVE_INTERVAL'),
  };
  try {
    return kind === 'json' ? new JsonOutput(target, gated, submetrics, onError) : new CsvOutput(target, csv, onError);
  } catch (error) {
    throw invalidConfig(`--out ${kind}: cannot write ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}
