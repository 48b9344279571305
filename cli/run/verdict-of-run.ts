import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { readResult } from '../../report/read/result.ts';
import { NOT_WELL } from '../io/exit-codes.ts';
import { JUDGED_SCRIPTS, OWN_SCRIPTS } from './heeded-names.ts';

/** k6's exit code for anything else: here, of a run whose result is lost. */
const LOST = 255;

/**
 * Runs a script by `play`, which returns k6's exit code, and holds the run to its verdict as well: k6 fixes its exit code
 * before `handleSummary`, which comes to the verdict. Where the engine ends with 0, the gate is `ci` or `strict`, the run is
 * complete, and its verdict is neither absent nor `none`, returns 99, with one line on stderr. The verdict stands in the result of
 * `-e RESULT`; for a script of headroom's own that has none, a result is written for this alone. A part of a distributed
 * run has no verdict: those of all parts are merged first. A script of headroom's own that was told to write a result and
 * did not, as on a full disk, ends with 255.
 *
 * @param words the words of the run, as k6 takes them
 */
export async function heldToVerdict(
  words: readonly string[],
  io: Pick<RunIo, 'env' | 'cwd' | 'stderr'>,
  play: (words: readonly string[]) => Promise<number>,
): Promise<number> {
  if (words.some((word) => /^--execution-segment(?:=|$)/.test(word))) return play(words);
  const named = namedResult(words, io.env);
  if (named !== undefined) {
    const file = path.resolve(io.cwd, named);
    const before = writtenAt(file);
    const code = await judged(file, io, () => play(words));
    if (code !== 0 || !writesResult(words) || writtenAt(file) !== before) return code;
    io.stderr.write(`headroom run: exit ${LOST}: the result ${named} was not written\n`);
    return LOST;
  }
  if (!words.some((word) => JUDGED_SCRIPTS.includes(path.basename(word)))) return play(words);
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-run-'));
  try {
    const file = path.join(folder, 'result.json');
    return await judged(file, io, () => play(['-e', `RESULT=${file}`, ...words]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without a summary k6 calls no `handleSummary`, which writes the result. */
function writesResult(words: readonly string[]): boolean {
  if (words.some((word) => /^(--no-summary(=true)?|(--summary-mode=)?disabled)$/.test(word))) return false;
  return words.some((word) => OWN_SCRIPTS.includes(path.basename(word)));
}

async function judged(file: string, { stderr }: Pick<RunIo, 'stderr'>, play: () => Promise<number>): Promise<number> {
  const before = writtenAt(file);
  const code = await play();
  // A file that is as it was is of an earlier run: this one wrote no summary.
  if (code !== 0 || writtenAt(file) === before) return code;
  const cause = causeIn(file);
  if (cause === undefined || cause === 'none') return code;
  stderr.write(`headroom run: exit ${NOT_WELL}: the verdict is ${cause}, though no threshold was crossed\n`);
  return NOT_WELL;
}

function writtenAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/**
 * The cause that the verdict on a complete run names, where its gate judged it: who explores, or switched the thresholds
 * off, wants to look around. A file that is no result says nothing.
 */
function causeIn(file: string): string | undefined {
  try {
    const { incomplete, verdict, plan, gateEvaluated } = readResult(file, ['run']).content;
    const isJudged = gateEvaluated !== false && plan?.gate !== 'explore';
    return incomplete || !isJudged ? undefined : verdict?.cause;
  } catch {
    return undefined;
  }
}

/** The file of the last `-e RESULT=…`, else the one that the environment names. */
function namedResult(words: readonly string[], env: RunIo['env']): string | undefined {
  const given = words.flatMap((word, index) => {
    const [, attached, file] = /^(-e=?|--env=)?RESULT=(.+)$/s.exec(word) ?? [];
    const isValue = attached !== undefined || ['-e', '--env'].includes(words[index - 1] ?? '');
    return file !== undefined && isValue ? [file] : [];
  });
  const isPassedOn = !words.includes('--include-system-env-vars=false');
  return given.at(-1) ?? ((isPassedOn && env.RESULT) || undefined);
}
