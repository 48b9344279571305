import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { merge } from '../../cli/merge/merge.ts';
import type { SummaryMetrics } from '../../lib/measures/readings.ts';
import type { StormReading } from '../../lib/verdict/storm/reading.ts';
import type { Verdict } from '../../lib/verdict/verdict.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { playTogether, type Setting } from '../virtual/play.ts';
import type { Entry } from '../virtual/product.ts';
import type { Sample } from '../virtual/run.ts';

/** What was played, by one instance or by several. */
export interface PlayedShares {
  /** Results and samples of all. */
  readonly folder: string;
  readonly exitCodes: readonly number[];
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** What the engines counted, of all together. */
  readonly samples: readonly Sample[];
  readonly record: readonly Entry[];
}

export interface MergedRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined where nothing was merged. */
  readonly result: MergedResult | undefined;
}

interface MergedResult {
  readonly verdict: Verdict | null;
  readonly crossed: readonly string[];
  readonly incomplete: { readonly without?: readonly string[] } | null;
  readonly peak: number | null;
  readonly run: { readonly id: string };
  readonly metrics: SummaryMetrics;
  /** Of a run of `reconnect-storm` alone. */
  readonly storms?: readonly StormReading[];
}

/** The segments of a division of the run: `3` are three equal ones. */
export const sequenceOf = (shares: number): string =>
  Array.from({ length: shares + 1 }, (_, at) => (at % shares === 0 ? `${at / shares}` : `${at}/${shares}`)).join(',');

/** Plays runs as shares, in folders that are there until the tests of the calling file are through. */
export function sharesPlayer() {
  const root = mkdtempSync(path.join(tmpdir(), 'headroom-shares-'));
  afterAll(() => rmSync(root, { recursive: true }));
  let folders = 0;
  return async (
    setting: Setting,
    { plan, script = 'contact-centre', sequence = '0,1', shares }: PlayOptions,
  ): Promise<PlayedShares> => {
    const folder = path.join(root, `${++folders}`);
    mkdirSync(folder);
    const bounds = sequence.split(',');
    const isWhole = bounds.length === 2;
    const told = isWhole ? {} : { SHARES: `${shares ?? bounds.length - 1}` };
    const { runs, record } = await playTogether(
      setting,
      bounds.slice(1).map((to, at) => {
        const segment = ['--execution-segment', `${bounds[at]}:${to}`, '--execution-segment-sequence', sequence];
        return {
          ...{ script, plan, env: { RUN: 'one', RESULTS: folder, ...told } },
          flags: ['--out', `json=${path.join(folder, `${at + 1}.ndjson.gz`)}`, ...(isWhole ? [] : segment)],
        };
      }),
    );
    return {
      ...{ folder, record },
      exitCodes: runs.map(({ exitCode }) => exitCode),
      stdout: runs.map(({ stdout }) => stdout),
      stderr: runs.map(({ stderr }) => stderr),
      samples: runs.flatMap(({ samples }) => samples),
    };
  };
}

interface PlayOptions {
  readonly plan: object | string;
  readonly script?: string;
  /** All segments, such as `0,1/2,1`; the whole run without it. */
  readonly sequence?: string;
  /** `SHARES`, where it is not the number of segments. */
  readonly shares?: number;
}

/** `headroom merge` of a folder, or of some of its files. */
export async function mergeOf(folder: string, inputs: readonly string[] = ['.'], run?: string): Promise<MergedRun> {
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const output = `../merged-${path.basename(folder)}.json`;
  const options = { output, e: [], ...(run === undefined ? {} : { run }) };
  const code = await merge(inputs, options, { stdout, stderr, env: {}, cwd: folder });
  const result = code === 104 ? undefined : JSON.parse(readFileSync(path.join(folder, output), 'utf8'));
  return { code, stdout: stdout.text, stderr: stderr.text, result };
}
