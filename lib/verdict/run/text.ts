import { formatDuration } from '../../plan/duration.ts';
import type { AgentsPlan, Plan } from '../../plan/schema.ts';
import { nameOf } from '../../plan/target.ts';
import { platformLines, whileRefused } from '../platform.ts';
import type { MessageReading, Reading } from '../reading.ts';
import type { Verdict } from '../verdict.ts';

const LABEL = 16;
export const line = (label: string, text: string): string => `  ${label.padEnd(LABEL)}${text}\n`;

/** The end-of-test summary for people: the verdict first, then the counts that matter. */
export function summaryText(
  script: string,
  plan: Plan,
  reading: Reading,
  verdict: Verdict | undefined,
  crossed: readonly string[],
  share?: string,
): string {
  const { customers } = plan;
  let text = `\nheadroom ${script} · plan ${plan.name} · ${nameOf(plan.target)} · ${formatDuration(roundSeconds(reading.durationMs))}\n\n`;
  const { connected, refused } = reading.agents;
  if (verdict === undefined && connected + refused === 0) {
    return `${text}${line('verdict', 'no verdict: nothing ran')}\n`;
  }
  if (share !== undefined) text += line(share, 'of a distributed run: merge the results of all with headroom report');
  if (verdict !== undefined) {
    text += line('verdict', verdict.cause);
    text += line('', verdict.says);
    for (const figure of verdict.evidence) text += line('', `- ${figure}`);
    if (verdict.change !== undefined) text += line('change', verdict.change);
    if (verdict.next !== undefined) text += line('to be sure', verdict.next);
    for (const { cause, says } of verdict.also) text += line('also', `${cause}: ${says}`);
    const api = whileRefused(reading.platform, reading.refused, reading.durationMs);
    if (api !== undefined) text += line('Platform API', api);
  }
  text += '\n';
  if (reading.attempts > 0) {
    text += line(
      'sessions',
      `${customers.sessions} planned, ${opened(reading)} opened, ${reading.heldAfterRamp} held after the ramp, ${reading.heldAfterHold} after the hold`,
    );
    text += line('upgrades', upgrades(reading));
    if (reading.ready !== undefined) {
      text += line(
        'ready after',
        `median ${Math.round(reading.ready.medMs)} ms, p95 ${Math.round(reading.ready.p95Ms)} ms, retries included`,
      );
    }
    text += line(
      'transcripts',
      `${reading.transcriptsComplete} played to the end, ${reading.conversationsBegun} conversations begun`,
    );
    text += line('customers said', messagesText(reading.messages.customer));
  }
  if (plan.agents !== undefined && (connected > 0 || script !== 'customers')) {
    text += line('agents said', messagesText(reading.messages.agent));
    text += line(
      'agents',
      `${plan.agents.count} planned, ${connected} connected; ${reading.agents.accepted} conversations accepted, ${reading.agents.wrappedUp} wrapped up, ${reading.agents.notAnswered} not answered`,
    );
    if (refused > 0)
      text += line(
        '',
        `the API took none of the tokens of ${refused} of them (401): their shift ended early, or never began`,
      );
    if (reading.tenant.readings > 0) text += line('tenant', tenant(reading));
    if (missesAgents(plan.agents, reading))
      text += line('', 'agents accepted conversations, and none was on queue there: agents.queues names other queues');
    for (const [label, words] of platformLines(reading.platform, plan, reading.durationMs)) text += line(label, words);
  }
  if (reading.lateVisits > 0)
    text += line('generator', `timers were late in ${reading.lateVisits} visits: this machine was busy`);
  if (reading.visitsNotBegun > 0)
    text += line(
      'visits',
      `${reading.visitsNotBegun} planned visits could not begin: all ${customers.sessions} places were taken`,
    );
  text += line(`gate ${plan.gate}`, crossed.length === 0 ? 'holds' : `crossed: ${crossed.join('; ')}`);
  return `${text}\n`;
}

function roundSeconds(ms: number): number {
  return Math.round(ms / 1_000) * 1_000;
}

function opened({ phases }: Reading): number {
  return phases.ramp.opened + phases.hold.opened + phases.teardown.opened;
}

function upgrades(reading: Reading): string {
  const causes = Object.entries(reading.causes).map(([cause, count]) => `${count} ${cause}`);
  const admitted = reading.attempts - reading.failed;
  return `${reading.attempts} attempts: ${[`${admitted} opened`, ...causes].join(', ')}`;
}

function tenant({ tenant: { most, readings, states } }: Reading): string {
  const held = Object.entries(states).filter(([, share]) => share > 0);
  const shares = held.map(([state, share]) => `${Math.round(100 * share)} % ${state}`);
  return `at most ${most.waiting} waiting, ${most.interacting} handled, ${most['on-queue']} agents on queue, ${most['not-responding']} not responding; ${readings} readings${shares.length === 0 ? '' : `: ${shares.join(', ')}`}`;
}

/** The monitor looked at queues in which the plan's agents never were: its readings say nothing. */
function missesAgents({ queues }: AgentsPlan, { tenant: { most, readings }, agents: { accepted } }: Reading): boolean {
  return queues.length > 0 && readings > 0 && accepted > 0 && most['on-queue'] === 0;
}

/** What became of one side's messages, in a line. */
export function messagesText({
  sent,
  acked,
  lost,
  altered,
  duplicated,
  reordered,
  unresolved,
}: MessageReading): string {
  return `${sent} messages: ${acked} acked, ${lost} lost, ${altered} altered, ${duplicated} duplicated, ${reordered} reordered, ${unresolved} unresolved`;
}
