import path from 'node:path';
import type { Plan } from '../../lib/plan/schema.ts';
import { runKindNamed } from '../kinds/find-kind.ts';
import { type RunFrame, reportOnSamples, reportOnSummaries } from '../model/build-run.ts';
import type { RunReport } from '../model/run-report.ts';
import { type JoinedShares, withoutIn } from '../shares/joined-shares.ts';
import { levelsOf } from '../shares/levels.ts';
import type { FoldedRun, SharesRead } from '../shares/shares-read.ts';
import type { Report } from './report.ts';
import { sortDocuments } from './sort-documents.ts';

const SIDES: Readonly<Record<string, { readonly customers: boolean; readonly agents: boolean }>> = {
  customers: { customers: true, agents: false },
  agents: { customers: false, agents: true },
};

const FROM_RESULTS: Readonly<Record<'run' | 'storm', string>> = {
  run: 'from results alone the greatest level is unknown: shares have it each by a clock of its own; held are means over the hold, and of percentiles the greatest is shown',
  storm: 'from results alone percentiles are those of the share that has the greatest',
};

/**
 * The report on one run that several machines played. It is judged as a whole: by the gate of its plan and not by the
 * floors of its shares. Levels are those of the same instants, where the samples of all shares are there. Throws an error
 * of one line where nothing says the plan.
 *
 * @param given the plan that was given by hand: it goes before that of the results
 */
export async function reportOnShares(read: SharesRead, given: Plan | undefined, joined: JoinedShares): Promise<Report> {
  const notes: string[] = [];
  const say = (file: string, what: string) => notes.push(`${path.basename(file)}: ${what}`);
  for (const [file, what] of read.notes) say(file, what);
  for (const { path: file, run } of read.shares) if (run !== joined.run) say(file, `of another run, ${run}`);
  const results = new Set(joined.shares.map(({ result }) => result?.path));
  const { summaries } = sortDocuments(
    read.documents.filter((document) => results.has(document.path)),
    say,
  );
  const plan = given ?? summaries[0]?.plan;
  if (plan === undefined)
    throw new Error('samples of shares do not hold their plan; allowed: the result of one of them, or --plan <file>');
  const without = withoutIn(joined);
  notes.push(...without);
  const { script } = joined;
  const kind = script === 'reconnect-storm' ? 'storm' : 'run';
  const { model, words } = await runKindNamed(kind);
  const sides = SIDES[script] ?? { customers: true, agents: true };
  const frameOf = (levels: NonNullable<RunFrame['merged']>['levels']): RunFrame => ({
    ...{ kind, model, plan, script },
    merged: { levels, without, sides },
  });
  const reported = (run: RunReport): Report => ({
    plan,
    runs: [{ ...run, plan, words }],
    documents: [],
    notes,
  });
  const isOfSeveral = joined.shares.length > 1;
  const fold = read.folds.get(joined.run);
  if (joined.bySamples && fold !== undefined) {
    const levels = isOfSeveral ? levelsOf(fold.samples, plan, fold.startsMs) : undefined;
    return reported(reportOnSamples(sampledRun(fold), frameOf(levels), summaries));
  }
  if (fold !== undefined) notes.push('not all shares have samples: merged from results alone');
  if (isOfSeveral) notes.push(FROM_RESULTS[kind]);
  return reported(reportOnSummaries(summaries, frameOf(isOfSeveral ? 'unknown' : undefined)));
}

const sampledRun = ({ samples, paths, maxVus }: FoldedRun) => ({ samples, paths, maxVus: maxVus || undefined });
