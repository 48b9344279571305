import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../lib/plan/schema.ts';
import type { RunOutcome } from '../../report/model/run-outcome.ts';
import { ResultError, readResult } from '../../report/read/result.ts';
import { outcomeBy } from '../compare/run-outcome.ts';
import { isFolder } from '../io/is-folder.ts';

/** An earlier run, by the file of its result. */
export interface EarlierRun {
  readonly file: string;
  readonly script: string;
  readonly plan: Plan;
  /** Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly outcome: RunOutcome;
}

/** The results of runs in a folder and in those right below it, as `headroom night` leaves them; in order of time. */
export function earlierRuns(folder: string, cwd: string): EarlierRun[] {
  const place = path.resolve(cwd, folder);
  if (!isFolder(place)) throw new Error(`--history ${folder}: no such folder; allowed: one with results of -e RESULT`);
  const folders = [place, ...namesIn(place).filter(isFolder)];
  const files = folders.flatMap(namesIn).filter((file) => /\.json$/.test(file) && !isFolder(file) && mayBeResult(file));
  return files.flatMap((file) => earlierRun(file) ?? []).sort((a, b) => a.fromMs - b.fromMs);
}

/** The run of a result; undefined for what is no run of headroom's, or does not say when and under which plan it was. */
export function earlierRun(file: string): EarlierRun | undefined {
  try {
    const { content } = readResult(file, ['run']);
    const { script, plan, run } = content;
    if (script === undefined || plan === undefined || run === undefined) return undefined;
    const times = { fromMs: Date.parse(run.from), toMs: Date.parse(run.to) };
    return { file, script, plan: plan as Plan, ...times, outcome: outcomeBy(() => content, script, plan as Plan) };
  } catch (error) {
    if (error instanceof ResultError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether two plans are the same but for their approval, which each night has of its own. */
export function arePlansAlike(one: Plan, other: Plan): boolean {
  const [a, b] = [one, other].map(({ approval: _, ...rest }) => JSON.parse(JSON.stringify(rest)));
  return isDeepStrictEqual(a, b);
}

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => path.join(folder, name));

/** Of a result, `format` comes first: samples of gigabytes are told by their first bytes. */
const HEAD_BYTES = 64;

function mayBeResult(file: string): boolean {
  const head = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    const read = readSync(descriptor, head, 0, HEAD_BYTES, 0);
    return /^\s*\{\s*"format"\s*:/.test(head.toString('utf8', 0, read));
  } finally {
    closeSync(descriptor);
  }
}
