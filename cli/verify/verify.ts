import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { openingsOf } from '../../lib/dialogues/transcript-by-opening.ts';
import { formatDuration } from '../../lib/plan/duration.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { resultText } from '../../lib/verdict/result-text.ts';
import { conclusionText } from '../../report/kinds/verify/conclusion-lines.ts';
import { isWhole, type VerifyFile } from '../../report/read/org-files.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { wholeNumber } from '../io/options.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { workingAlone } from '../io/work-lock.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { type FoundConversation, findConversations } from '../platform/find-conversations.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { Org, OrgError, orgCalls } from '../platform/org.ts';
import { type RunSelection, selectRuns } from '../platform/run-selection.ts';
import { readStoredConversation } from '../platform/stored-conversation.ts';
import { readTranscriptSet } from '../platform/transcript-set.ts';
import { type CheckedConversation, checkConversation, type ExpectedPlay } from './check-conversation.ts';
import { conclusionOf } from './conclusion.ts';
import { otherPlanNote } from './other-plan.ts';
import { accountOf } from './run-account.ts';
import { manifestFile, withSources } from './text-sources.ts';
import { VerifyProgressFile } from './verify-progress-file.ts';

export interface VerifyOptions {
  /** `NAME=value` overrides of the plan. */
  readonly e: readonly string[];
  readonly run: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly perMinute: string;
  readonly json: boolean;
  readonly out?: string;
  readonly fresh: boolean;
  /** The manifest that `transcripts import` wrote; the one beside the set without it. */
  readonly manifest?: string;
}

/** Of the progress file: another one is begun anew. */
const FORMAT = 2;
/** How many conversations are read at the same time. */
const AT_ONCE = 8;
const TOLD_EVERY = 250;

/**
 * `headroom verify <plan> [results…]`: reads every conversation of a run back from the org, and compares it with its
 * transcript. Returns 0 when every message that the plan has is there and the run says the same, 99 when not, 104 on bad input or when the org cannot be read.
 */
export async function verify(
  file: string,
  results: readonly string[],
  options: VerifyOptions,
  io: RunIo,
): Promise<number> {
  try {
    return await verified(file, results, options, io);
  } catch (error) {
    return badInput('verify', error, io);
  }
}

async function verified(file: string, results: readonly string[], options: VerifyOptions, io: RunIo): Promise<number> {
  const plan = readPlanFile(file, options.e, io.cwd);
  const perMinute = wholeNumber('--per-minute', options.perMinute, 1, 1_000_000);
  const runs = selectRuns(results, options, io.cwd, Date.now());
  const note = otherPlanNote(plan, runs.plans);
  if (note !== undefined) io.stderr.write(`verify: ${note}\n`);
  const credentials = clientCredentialsIn(io.env, plan.target);
  const { dialogues, digest } = await readTranscriptSet(plan.transcripts?.path, file, io.cwd, io.stderr);
  const manifest = manifestFile(options.manifest, plan.transcripts?.path, file, io.cwd);
  const out = checkedOutputFile(
    '--output',
    options.out ?? `results/verify-${plan.name}.json`,
    [file, ...results],
    io.cwd,
  );
  const of = JSON.stringify([FORMAT, plan.target, digest, runs.ids, runs.interval.fromMs]);
  const kept = out.replace(/(\.json)?$/, '.progress.ndjson');
  return await workingAlone(kept, async () => {
    const progress = VerifyProgressFile.open(kept, of, options.fresh);
    const org = Org.withClient(plan.target, credentials, { ...orgCalls('verify', io), perMinute });
    const against = { dialogues, openings: openingsOf(dialogues), runs: new Set(runs.ids), plan };
    const found = await checkAll(org, runs, against, progress, perMinute, io);
    const account = accountOf(runs.figures);
    const concluded = conclusionOf(inOrder(found, progress.checked), { dialogues, plan, account });
    const conclusion = await withSources(concluded, dialogues, manifest);
    const at = new Date().toISOString();
    const written: VerifyFile = { plan: plan.name, target: nameOf(plan.target), at, ...conclusion };
    writeFileAtomically(out, resultText(written, 2));
    progress.remove();
    io.stdout.write(options.json ? resultText(written) : conclusionText(conclusion, path.relative(io.cwd, out)));
    return isWhole(conclusion) ? 0 : 99;
  });
}

async function checkAll(
  org: Org,
  { interval }: RunSelection,
  against: ExpectedPlay,
  progress: VerifyProgressFile,
  perMinute: number,
  io: RunIo,
): Promise<readonly FoundConversation[]> {
  const found = await findConversations(org, interval, (count) => {
    if (count % 1_000 === 0 && count > 0) io.stderr.write(`verify: ${count} conversations found so far\n`);
  });
  const seen = new Set(progress.checked.map(({ conversationId }) => conversationId));
  const left = found.filter(({ id }) => !seen.has(id));
  const resumed = seen.size > 0 ? `, ${seen.size} checked before` : '';
  // Each conversation takes two calls.
  const takes = formatDuration(Math.floor((2 * left.length) / perMinute) * 60_000);
  io.stderr.write(`verify: ${found.length} conversations in the interval${resumed}; at least ${takes} to go\n`);
  let done = 0;
  await forEachConcurrent(left, AT_ONCE, async (one) => {
    progress.add(await checkOne(org, one, against));
    if (++done % TOLD_EVERY === 0) io.stderr.write(`verify: ${seen.size + done} of ${found.length} checked\n`);
  });
  return found;
}

/** Sorts the conversations by their begin: of two with the same transcript the later one is the duplicate. */
function inOrder(found: readonly FoundConversation[], checked: readonly CheckedConversation[]): CheckedConversation[] {
  const byId = new Map(checked.map((one) => [one.conversationId, one]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}

async function checkOne(
  org: Org,
  { id, endMs }: FoundConversation,
  against: ExpectedPlay,
): Promise<CheckedConversation> {
  try {
    return checkConversation(id, await readStoredConversation(org, id), endMs, against);
  } catch (error) {
    // Analytics knows the conversation, and it cannot be read any more. Nobody can say whose it was.
    if (!(error instanceof OrgError) || error.status !== 404) throw error;
    return {
      conversationId: id,
      customer: '',
      messages: 0,
      openings: 0,
      wrong: [{ kind: 'conversation gone', conversationId: id }],
    };
  }
}
