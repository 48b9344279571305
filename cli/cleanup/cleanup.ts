import type { RunIo } from '@headroom/engine';
import { nameOf } from '../../lib/plan/target.ts';
import { type Ask, askPerson } from '../io/ask-person.ts';
import { badInput } from '../io/bad-input.ts';
import { wholeNumber } from '../io/options.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { WindowEnded } from '../platform/change-window.ts';
import { findConversations } from '../platform/find-conversations.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { Org, type OrgCalls, orgCalls } from '../platform/org.ts';
import { type RunSelectionOptions, selectRuns } from '../platform/run-selection.ts';
import { readTranscriptSet } from '../platform/transcript-set.ts';
import { cleanupWindow } from './cleanup-window.ts';
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
  /** Do not ask. */
  readonly yes?: boolean;
}

const DAY_MS = 86_400_000;
/** Analytics lags behind the changes, so the org is read again up to this number of times. */
const LOOKS = 10;
const LOOK_MS = 2_000;

/**
 * `headroom cleanup <plan> [results…]`: ends what an aborted run left open, and prints the state of the org before and
 * after. It changes nothing that headroom did not create, and nothing outside of `cleanupWindow`. Returns 0 when nothing
 * is left, 99 when something is, 104 on bad input or when the org cannot be read.
 */
export async function cleanup(
  file: string,
  results: readonly string[],
  options: CleanupOptions,
  io: RunIo,
  ask: Ask = askPerson,
): Promise<number> {
  try {
    return await cleanedUp(file, results, options, io, ask);
  } catch (error) {
    return badInput('cleanup', error, io);
  }
}

async function cleanedUp(
  file: string,
  results: readonly string[],
  options: CleanupOptions,
  io: RunIo,
  ask: Ask,
): Promise<number> {
  const plan = readPlanFile(file, options.e, io.cwd);
  const nowMs = Date.now();
  const { window, says, question } = cleanupWindow(plan, nowMs);
  const from = options.from ?? new Date(nowMs - DAY_MS).toISOString();
  const { ids, interval } = selectRuns(results, results.length > 0 ? options : { ...options, from }, io.cwd, nowMs);
  const runs = new Set(ids);
  const perMinute = wholeNumber('--per-minute', options.perMinute, 1, 1_000_000);
  const calls: OrgCalls = { ...orgCalls('cleanup', io), window };
  const org = Org.withClient(plan.target, clientCredentialsIn(io.env, plan.target), { ...calls, perMinute });
  const agents = await loggedInAgents(plan, file, calls, io);
  const transcripts = () => readTranscriptSet(plan.transcripts?.path, file, io.cwd, io.stderr);
  const owners = new ConversationOwner(org, runs, async () => (await transcripts()).dialogues);
  const users = agents.map(({ id }) => id);
  // Conversations that begin meanwhile count too, unless the user gave --to.
  const look = (): Promise<OrgBaseline> =>
    baselineOf(org, options.to === undefined ? { ...interval, toMs: Date.now() } : interval, owners, users, io.stderr);

  const before = await look();
  io.stdout.write(`before  ${textOf(before, nameOf(plan.target))}\n`);
  if (options.dryRun) return isAtBaseline(before) ? 0 : 99;
  if (question !== undefined && options.yes !== true && (await ask(`${question} (yes) `)).trim() !== 'yes')
    throw new Error(`nothing was ended, ${leftIn(before)}; allowed: yes at the prompt, or --yes`);
  if (says !== undefined) io.stderr.write(`cleanup: ${says}\n`);
  const done: CleanupCounts = { ended: 0, wrappedUp: 0, offline: 0, unsubscribed: 0 };
  // The conversations of an agent do not show when they began. With --to, analytics tells which of them are meant.
  const until = options.to === undefined ? undefined : await findConversations(org, interval, () => undefined);
  const within = until && new Set(until.map(({ id }) => id));
  const meant: ToBeEnded = async (id) => {
    const owned = within?.has(id) === false ? undefined : await owners.of(id);
    return owned?.owner === 'headroom' ? owned.conversation : undefined;
  };
  let over = await untilWindowEnds(async () => {
    await sendAgentsHome(org, agents, before, done, meant, io);
    await endConversations(org, before.openConversations, done);
  });
  let after = await look();
  for (let looks = 1; over === undefined && !isAtBaseline(after) && looks < LOOKS; looks++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const { openConversations } = after;
    over = await untilWindowEnds(() => endConversations(org, openConversations, done));
    after = await look();
  }
  const { ended, wrappedUp, offline, unsubscribed } = done;
  io.stdout.write(
    `ended   ${ended} conversations, ${wrappedUp} in after-contact work; ${offline} agents sent Offline, ${unsubscribed} channels unsubscribed\n`,
  );
  io.stdout.write(`after   ${textOf(after, nameOf(plan.target))}\n`);
  if (over !== undefined) io.stderr.write(`headroom cleanup: ${over.message}; ${leftIn(after)}\n`);
  return isAtBaseline(after) ? 0 : 99;
}

/** Waits for changes, and returns the error where the window ended before they were made. */
async function untilWindowEnds(change: () => Promise<void>): Promise<WindowEnded | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    if (error instanceof WindowEnded) return error;
    throw error;
  }
}

const SHOWN = 20;

/** Names what is left. */
function leftIn({ openConversations, onQueue }: OrgBaseline): string {
  const ids = openConversations.map(({ id }) => id);
  const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '';
  const open = ids.length === 0 ? 'no conversation' : `conversations ${ids.slice(0, SHOWN).join(', ')}${more}`;
  return `left open: ${open}; on queue: ${onQueue.length === 0 ? 'nobody' : onQueue.slice(0, SHOWN).join(', ')}`;
}

const isAtBaseline = ({ openConversations, onQueue }: OrgBaseline): boolean =>
  openConversations.length === 0 && onQueue.length === 0;

function textOf({ openConversations, others, perhaps, onQueue }: OrgBaseline, where: string): string {
  const unsure = perhaps > 0 ? `, ${perhaps} perhaps (no attributes, and a first message that anybody may say)` : '';
  const rest = others > 0 ? `, ${others} of others` : '';
  return `${where}: ${openConversations.length} conversations of headroom open${unsure}${rest}; ${onQueue.length} of the plan's agents on queue`;
}
