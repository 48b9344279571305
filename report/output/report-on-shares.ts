import path from 'node:path';
import type { Plan } from '../../lib/plan/schema.ts';
import { FoldedSamples } from '../fold/folded-samples.ts';
import type { InputFile, SampleFile } from '../fold/input-file.ts';
import { runKindNamed } from '../kinds/find-kind.ts';
import { type RunFrame, reportOnSamples, reportOnSummaries } from '../model/build-run.ts';
import { runOf } from '../model/sampled-runs.ts';
import { type JoinedShares, withoutIn } from '../shares/joined-shares.ts';
import { levelsOf } from '../shares/levels.ts';
import type { Report } from './report.ts';
import { sortDocuments } from './sort-documents.ts';

const SIDES: Readonly<Record<string, { readonly customers: boolean; readonly agents: boolean }>> = {
  customers: { customers: true, agents: false },
  agents: { customers: false, agents: true },
};

/**
 * The report on one run that several machines played. It is judged as a whole: by the gate of its plan and not by the
 * floors of its shares. Levels are those of the same instants, where the samples of all shares are there. Throws an error
 * of one line where nothing says the plan.
 *
 * @param given the plan that was given by hand: it goes before that of the results
 */
export async function reportOnShares(
  inputs: readonly InputFile[],
  given: Plan | undefined,
  joined: JoinedShares,
): Promise<Report> {
  const notes: string[] = [];
  const say = (file: string, what: string) => notes.push(`${path.basename(file)}: ${what}`);
  const results = new Set(joined.shares.map(({ result }) => result?.path));
  const sampled = new Set(joined.shares.map(({ samples }) => samples?.path));
  for (const input of inputs) {
    if (input.kind === 'nothing') say(input.path, input.why);
    else if (!results.has(input.path) && !sampled.has(input.path)) say(input.path, `not of the run ${joined.run}`);
  }
  const { summaries } = sortDocuments(
    inputs.filter((input) => input.kind === 'document').filter((input) => results.has(input.path)),
    say,
  );
  const plan = given ?? summaries[0]?.plan;
  if (plan === undefined)
    throw new Error('samples of shares do not hold their plan; allowed: the result of one of them, or --plan <file>');
  const without = withoutIn(joined);
  for (const one of without) notes.push(one);
  const { script, bySamples } = joined;
  const kind = script === 'reconnect-storm' ? 'storm' : 'run';
  const { model, words } = await runKindNamed(kind);
  const frame: RunFrame = { kind, model, plan, script };
  const sides = SIDES[script] ?? { customers: true, agents: true };
  const files = inputs.filter((input) => input.kind === 'samples').filter((input) => sampled.has(input.path));
  if (bySamples) {
    const whole = wholeOf(files, plan, say);
    const merged = { levels: whole.levels, without, sides };
    return {
      plan,
      runs: [{ ...reportOnSamples(whole.run, { ...frame, merged }, summaries), words }],
      documents: [],
      notes,
    };
  }
  if (files.length > 0) notes.push('not all shares have samples: merged from results alone');
  if (joined.shares.length > 1)
    notes.push(
      'from results alone the greatest level is unknown: shares have it each by a clock of its own; held are means over the hold, and of percentiles the greatest is shown',
    );
  const merged = { levels: joined.shares.length > 1 ? ('unknown' as const) : undefined, without, sides };
  return { plan, runs: [{ ...reportOnSummaries(summaries, { ...frame, merged }), words }], documents: [], notes };
}

function wholeOf(files: readonly SampleFile[], plan: Plan, say: (file: string, what: string) => void) {
  const samples = new FoldedSamples();
  for (const file of files) {
    for (const note of file.notes) say(file.path, note);
    samples.merge(file.samples);
  }
  const starts = files.map(({ samples: { setupEndsMs, firstMs } }) =>
    Number.isFinite(setupEndsMs) ? setupEndsMs : firstMs,
  );
  const levels = files.length > 1 ? levelsOf(samples, plan, starts) : undefined;
  return { run: runOf(files, samples), levels };
}
