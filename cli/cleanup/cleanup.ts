import type { RunIo } from '@headroom/engine';
import { nameOf } from '../../lib/plan/target.ts';
import { resultText } from '../../lib/verdict/result-text.ts';
import { endedText, isAtBaseline, leftText } from '../../report/kinds/cleanup/cleanup-lines.ts';
import type { CleanupFile, LeftOpen } from '../../report/read/org-files.ts';
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
  readonly json?: boolean;
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

  const where = nameOf(plan.target);
  const say = (text: string) => options.json === true || io.stdout.write(text);
  const tell = (cleanup: CleanupFile['cleanup']) => {
    const written: CleanupFile = { plan: plan.name, target: where, at: new Date(nowMs).toISOString(), cleanup };
    if (options.json === true) io.stdout.write(resultText(written));
  };
  const before = await look();
  say(`before  ${leftText(shownOf(before), where)}\n`);
  if (options.dryRun) {
    tell({ before: shownOf(before) });
    return isAtBaseline(shownOf(before)) ? 0 : 99;
  }
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
  for (let looks = 1; over === undefined && !isAtBaseline(shownOf(after)) && looks < LOOKS; looks++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const { openConversations } = after;
    over = await untilWindowEnds(() => endConversations(org, openConversations, done));
    after = await look();
  }
  say(`ended   ${endedText(done)}\n`);
  say(`after   ${leftText(shownOf(after), where)}\n`);
  tell({
    before: shownOf(before),
    done,
    after: shownOf(after),
    ...(over === undefined ? {} : { stopped: over.message }),
  });
  if (over !== undefined) io.stderr.write(`headroom cleanup: ${over.message}; ${leftIn(after)}\n`);
  return isAtBaseline(shownOf(after)) ? 0 : 99;
}

/** What is shown of it: of conversations their ids. */
function shownOf({ openConversations, others, perhaps, onQueue }: OrgBaseline): LeftOpen {
  return { openConversations: openConversations.map(({ id }) => id), others, perhaps, onQueue };
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
