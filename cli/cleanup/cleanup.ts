import type { RunIo } from '@headroom/engine';
import { refusalOf } from '../../lib/plan/approval.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { badInput } from '../io/bad-input.ts';
import { wholeNumber } from '../io/options.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { findConversations } from '../platform/find-conversations.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { Org } from '../platform/org.ts';
import { type RunSelectionOptions, selectRuns } from '../platform/run-selection.ts';
import { readTranscriptSet } from '../platform/transcript-set.ts';
import { ConversationOwner } from './conversation-owner.ts';
import {
  type CleanupCounts,
  endConversations,
  loggedInAgents,
  sendAgentsHome,
  type ToBeEnded,
} from './end-conversations.ts';
import { baselineOf, type OrgBaseline } from './org-baseline.ts';

export interface CleanupOptions extends RunSelectionOptions {
  readonly e: readonly string[];
  readonly perMinute: string;
  readonly dryRun: boolean;
}

const DAY_MS = 86_400_000;
/** Analytics lags behind the changes, so the org is read again up to this number of times. */
const LOOKS = 10;
const LOOK_MS = 2_000;

/**
 * `headroom cleanup <plan> [results…]`: ends what an aborted run left open, and prints the state of the org before and
 * after. It changes nothing that headroom did not create. Returns 0 when nothing is left, 99 when something is, 104 on
 * bad input or when the org cannot be read.
 */
export async function cleanup(
  file: string,
  results: readonly string[],
  options: CleanupOptions,
  io: RunIo,
): Promise<number> {
  try {
    return await cleanedUp(file, results, options, io);
  } catch (error) {
    return badInput('cleanup', error, io);
  }
}

async function cleanedUp(
  file: string,
  results: readonly string[],
  options: CleanupOptions,
  io: RunIo,
): Promise<number> {
  const plan = readPlanFile(file, options.e, io.cwd);
  const nowMs = Date.now();
  const refusal = refusalOf(plan, nowMs, 0);
  if (refusal !== undefined) throw new Error(refusal);
  const from = options.from ?? new Date(nowMs - DAY_MS).toISOString();
  const { ids, interval } = selectRuns(results, results.length > 0 ? options : { ...options, from }, io.cwd, nowMs);
  const runs = new Set(ids);
  const perMinute = wholeNumber('--per-minute', options.perMinute, 1, 1_000_000);
  const org = Org.withClient(plan.target, clientCredentialsIn(io.env, plan.target), perMinute);
  const agents = await loggedInAgents(plan, file, io);
  const transcripts = () => readTranscriptSet(plan.transcripts?.path, file, io.cwd, io.stderr);
  const owners = new ConversationOwner(org, runs, async () => (await transcripts()).dialogues);
  const users = agents.map(({ id }) => id);
  // Conversations that begin meanwhile count too, unless the user gave --to.
  const look = (): Promise<OrgBaseline> =>
    baselineOf(org, options.to === undefined ? { ...interval, toMs: Date.now() } : interval, owners, users, io.stderr);

  const before = await look();
  io.stdout.write(`before  ${textOf(before, nameOf(plan.target))}\n`);
  if (options.dryRun) return isAtBaseline(before) ? 0 : 99;
  const done: CleanupCounts = { ended: 0, wrappedUp: 0, offline: 0, unsubscribed: 0 };
  // The conversations of an agent do not show when they began. With --to, analytics tells which of them are meant.
  const until = options.to === undefined ? undefined : await findConversations(org, interval, () => undefined);
  const within = until && new Set(until.map(({ id }) => id));
  const meant: ToBeEnded = async (id) => {
    const owned = within?.has(id) === false ? undefined : await owners.of(id);
    return owned?.owner === 'headroom' ? owned.conversation : undefined;
  };
  await sendAgentsHome(org, agents, before, done, meant, io);
  await endConversations(org, before.openConversations, done);
  let after = await look();
  for (let looks = 1; !isAtBaseline(after) && looks < LOOKS; looks++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    await endConversations(org, after.openConversations, done);
    after = await look();
  }
  const { ended, wrappedUp, offline, unsubscribed } = done;
  io.stdout.write(
    `ended   ${ended} conversations, ${wrappedUp} in after-contact work; ${offline} agents sent Offline, ${unsubscribed} channels unsubscribed\n`,
  );
  io.stdout.write(`after   ${textOf(after, nameOf(plan.target))}\n`);
  return isAtBaseline(after) ? 0 : 99;
}

const isAtBaseline = ({ openConversations, onQueue }: OrgBaseline): boolean =>
  openConversations.length === 0 && onQueue.length === 0;

function textOf({ openConversations, others, perhaps, onQueue }: OrgBaseline, where: string): string {
  const unsure = perhaps > 0 ? `, ${perhaps} perhaps (no attributes, and a first message that anybody may say)` : '';
  const rest = others > 0 ? `, ${others} of others` : '';
  return `${where}: ${openConversations.length} conversations of headroom open${unsure}${rest}; ${onQueue.length} of the plan's agents on queue`;
}
