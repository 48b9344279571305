import path from 'node:path';
import type { Plan } from '../../lib/plan/schema.ts';
import type { RunMark } from '../../lib/verdict/summary-input.ts';
import { type ResultOf, readResult } from '../../report/read/result.ts';
import type { AnalyticsInterval } from './find-conversations.ts';

/** What a result says in figures; undefined where it has none, as after `--no-thresholds`, or is of a storm. */
export type RunFigures = NonNullable<ResultOf<'run'>['reading']> | undefined;

/** The runs whose conversations a command looks at. */
export interface RunSelection {
  readonly ids: readonly string[];
  readonly interval: AnalyticsInterval;
  /** One for each result. */
  readonly figures: readonly RunFigures[];
  /** The plans that the results say they were under. */
  readonly plans: readonly Plan[];
}

export interface RunSelectionOptions {
  readonly run: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/** The clocks of generator and org differ, and a conversation may begin before its run is known. */
const MARGIN_MS = 60_000;

/**
 * Selects runs by their results (`-e RESULT`), or by `--from`, `--to` and `--run` where there are none. Throws an error
 * of one line.
 */
export function selectRuns(
  files: readonly string[],
  { run, from, to }: RunSelectionOptions,
  cwd: string,
  nowMs: number,
): RunSelection {
  const results = files.map((file) => markedResult(file, cwd));
  if (results.length === 0 && from === undefined)
    throw new Error('no results and no --from; allowed: the file of -e RESULT, or --from with the time the run began');
  const marks = results.map(({ mark }) => mark);
  return {
    ids: [...new Set([...run, ...marks.flatMap(({ id }) => id ?? [])])],
    interval: {
      fromMs:
        from === undefined
          ? Math.min(...marks.map((mark) => Date.parse(mark.from))) - MARGIN_MS
          : instant('--from', from),
      toMs: to === undefined ? nowMs : instant('--to', to),
    },
    figures: results.map(({ figures }) => figures),
    plans: results.flatMap(({ plan }) => plan ?? []),
  };
}

function markedResult(file: string, cwd: string): { mark: RunMark; figures: RunFigures; plan: Plan | undefined } {
  const { kind, content } = readResult(path.resolve(cwd, file), ['run', 'storm'], `results ${file}`);
  if (content.run === undefined)
    throw new Error(`results ${file}: says not when the run was; allowed: the file of -e RESULT, or --from and --run`);
  const figures = kind === 'run' ? (content.reading ?? undefined) : undefined;
  return { mark: content.run, figures, plan: content.plan as Plan | undefined };
}

function instant(option: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`${option} ${text}; allowed: a date and time such as 2026-12-01T23:00:00Z`);
  return ms;
}
