import type { Read, ThresholdOutcome } from '../../measures/readings.ts';
import type { AttachmentState } from '../../measures/table/tag-values.ts';
import { formatSeconds } from '../../plan/duration.ts';
import type { AgentsPlan, Plan } from '../../plan/schema.ts';
import { nameOf } from '../../plan/target.ts';
import { gateLine } from '../gate-line.ts';
import { goalOutcomes, goalOutcomeText } from '../goals.ts';
import { type Incomplete, incompleteText } from '../incomplete.ts';
import { line } from '../line.ts';
import {
  type MessageReading,
  messagesText,
  type ReceivedReading,
  reachedNobody,
  receivedText,
} from '../reading/messages.ts';
import { platformLines, whileRefused } from '../reading/platform.ts';
import type { Reading, WholeReading } from '../reading/reading.ts';
import { phrasesText } from '../reading/refusals.ts';
import { blindnessText } from '../reading/tenant.ts';
import { told } from '../rules/finding.ts';
import { JUDGED_WHEN_MERGED } from '../share-result.ts';
import { leftOpenLine } from '../summary-input.ts';
import type { Verdict } from '../verdict.ts';
import { heldText, shiftsText, visitLines } from './service-text.ts';

type Line = readonly [label: string, text: string];

/** The contents of a summary. */
export interface SummaryOf {
  readonly script: string;
  readonly plan: Plan;
  readonly durationMs: number;
  readonly reading: Read<Reading>;
  readonly whole: WholeReading;
  readonly verdict: Verdict | undefined;
  readonly gate: ThresholdOutcome;
  readonly incomplete?: Incomplete | undefined;
  /** The command that ends what a run left open. */
  readonly cleanup?: string | undefined;
  /** The same of every run. */
  readonly cleanupAll?: string | undefined;
  /** Which part of a distributed run it is, such as `share 1 of 4`. */
  readonly share?: string | undefined;
}

/** The end-of-test summary for people: the verdict first, then the counts that matter. */
export function summaryText(of: SummaryOf): string {
  const { script, plan, durationMs, reading, verdict, gate, share, incomplete } = of;
  const duration = formatSeconds(durationMs);
  const head = `\nheadroom ${script} · plan ${plan.name} · ${nameOf(plan.target)} · ${duration}\n\n`;
  if (reading.known && verdict === undefined && triedIn(reading.value, share) === 0) {
    const cut = incomplete === undefined ? '' : line('incomplete', `the run ${incompleteText(incomplete)}`);
    return `${head}${line('verdict', 'no verdict: nothing ran')}${cut}\n`;
  }
  const part = share === undefined ? '' : line(share, JUDGED_WHEN_MERGED);
  const figures = reading.known
    ? figureLines(of, reading.value)
        .map(([label, text]) => line(label, text))
        .join('')
    : unknownFigures(of.whole, reading.unknown);
  return `${head}${part}${verdictLines(verdict)}${apiLine(reading)}\n${figures}${goalLines(plan, reading)}${gateLine(plan.gate, gate, incomplete, share !== undefined)}${cleanupLine(of)}\n`;
}

/** How many tried anything. A run of customers has a verdict where one tried, and a share of it has none. */
function triedIn({ attempts, agents }: Reading, share: string | undefined): number {
  return agents.connected + agents.refused + (share === undefined ? 0 : attempts);
}

/** Each goal of the plan, and what was reached. */
function goalLines(plan: Plan, reading: Read<Reading>): string {
  const outcomes = reading.known ? goalOutcomes(plan, reading.value) : [];
  return outcomes.map((outcome) => line(`goal ${outcome.goal}`, goalOutcomeText(outcome))).join('');
}

/**
 * The command that cleans the org, where the run was cut short, sessions were cut that nobody ended, or earlier runs
 * had left something open.
 */
function cleanupLine({ incomplete, cleanup, cleanupAll, reading }: SummaryOf): string {
  const isLeftOver = reading.known && reading.value.agents.leftOver > 0;
  if (isLeftOver && cleanupAll !== undefined) return line('left open', `before this run, this ends: ${cleanupAll}`);
  const isLeft = incomplete !== undefined || (reading.known && (reading.value.service?.outcomes.cut ?? 0) > 0);
  return isLeft && cleanup !== undefined ? leftOpenLine(cleanup) : '';
}

function verdictLines(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '';
  let text = line('verdict', verdict.cause) + line('', verdict.says);
  for (const figure of verdict.evidence) text += line('', `- ${figure}`);
  if (verdict.change !== undefined) text += line('change', verdict.change);
  if (verdict.next !== undefined) text += line('to be sure', verdict.next);
  for (const { cause, says } of verdict.also) text += line('also', `${cause}: ${says}`);
  return text;
}

function apiLine(read: Read<Reading>): string {
  if (!read.known || read.value.attempts === 0) return '';
  const api = whileRefused(read.value.platform, read.value.refused, read.value.durationMs);
  return api === undefined ? '' : line('Platform API', api);
}

/** The line for figures that were not split: they are unknown, and not 0. */
function unknownFigures({ attempts, refused, failed }: WholeReading, unknown: readonly string[]): string {
  const more = unknown.length > 1 ? ` and ${unknown.length - 1} more` : '';
  const whole = `${attempts} attempts: ${attempts - failed} opened, ${refused} refused by HTTP, ${failed - refused} without an answer`;
  const upgrades = attempts > 0 ? line('upgrades', whole) : '';
  return upgrades + line('unknown', `${unknown[0]}${more}: k6 splits a metric only where a threshold asks for it`);
}

/** Of which run figures are told. */
type FiguresOf = Pick<SummaryOf, 'script' | 'plan' | 'share'>;

/** What a run came to in figures, a label and a text a line; what goes on with the line before it has no label. */
export function figureLines({ script, plan, share }: FiguresOf, reading: Reading): Line[] {
  const isShare = share !== undefined;
  const lines = signInLine(reading);
  if (reading.attempts > 0) lines.push(...customerLines(plan, reading, isShare));
  if (plan.agents !== undefined && (reading.agents.connected > 0 || script !== 'customers')) {
    lines.push(...agentLines(plan, plan.agents, reading, isShare));
  }
  if (reading.lateVisits > 0) {
    lines.push(['generator', `timers were late in ${reading.lateVisits} visits: this machine was busy`]);
  }
  if (reading.visitsNotBegun > 0) {
    const places = `all ${plan.customers.sessions} places were taken`;
    lines.push(['visits', `${reading.visitsNotBegun} planned visits could not begin: ${places}`]);
  }
  return lines;
}

/** Guests that signed in, and those that could not or did not stay so. */
function signInLine({ signIns }: Reading): Line[] {
  const { refreshed, refused, unauthorized, unanswered } = signIns;
  const words: readonly (readonly [count: number, what: string])[] = [
    [signIns['signed-in'], 'guests signed in'],
    [refreshed, 'JWTs refreshed'],
    [refused, 'credentials refused by the org'],
    [signIns['no-credential'], 'without a credential'],
    [signIns['refresh-refused'], 'refreshes refused'],
    [unauthorized, 'unauthorized'],
    [unanswered, 'unanswered calls'],
  ];
  const told = words.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return told.length === 0 ? [] : [['sign-ins', told.join(', ')]];
}

function customerLines(plan: Plan, reading: Reading, isShare: boolean): Line[] {
  const { ready, service, messages, transcriptsComplete, conversationsBegun } = reading;
  const opened = `${plannedText(plan.customers.sessions, isShare)}, ${openedIn(reading)} opened`;
  const lines: Line[] = [['sessions', `${opened}, ${heldText(plan, reading, isShare)}`]];
  if (service !== undefined) lines.push(...visitLines(service));
  lines.push(['upgrades', upgradesText(reading)]);
  const said = phrasesText(reading);
  if (said !== '') lines.push(['refusals say', said]);
  if (ready !== undefined) {
    const [median, p95] = [Math.round(ready.medMs), Math.round(ready.p95Ms)];
    lines.push(['ready after', `median ${median} ms, p95 ${p95} ms, retries included`]);
  }
  lines.push(['transcripts', `${transcriptsComplete} played to the end, ${conversationsBegun} conversations begun`]);
  const { attachments, bots } = reading;
  if (bots.met > 0) {
    const became = `${bots['handed-over']} heard a person after it, ${bots.stuck} were asked on and on`;
    lines.push(['bot', `${bots.met} met one, ${became}`]);
  }
  lines.push(['customers said', messagesText(messages.customer)]);
  if (asidesIn(reading) > 0) lines.push(['', asidesText(reading)]);
  lines.push(...receivedLine('customers heard', isShare ? undefined : messages.agent, reading.received?.agent, 0));
  lines.push(...filesLine('attachments', attachments));
  return lines;
}

/** What became of the files of one side; nothing where it had none. */
function filesLine(label: string, files: Readonly<Record<AttachmentState, number>> | undefined): Line[] {
  const { sent, refused, failed } = files ?? { sent: 0, refused: 0, failed: 0 };
  if (sent + refused + failed === 0) return [];
  return [[label, `${sent} sent, ${refused} refused by the org, ${failed} not uploaded in time`]];
}

function agentLines(plan: Plan, agents: AgentsPlan, reading: Reading, isShare: boolean): Line[] {
  const { connected, refused, accepted, wrappedUp, notAnswered } = reading.agents;
  const shifts = reading.service === undefined ? '' : shiftsText(reading.service);
  const handled = `${accepted} conversations accepted, ${wrappedUp} wrapped up, ${notAnswered} not answered`;
  const lines: Line[] = [['agents said', messagesText(reading.messages.agent)]];
  const said = isShare ? undefined : reading.messages.customer;
  lines.push(...receivedLine('agents heard', said, reading.received?.customer, asidesIn(reading)));
  lines.push(['agents', `${plannedText(agents.count, isShare)}, ${connected} connected; ${handled}`]);
  if (shifts !== '') lines.push(['shifts', shifts]);
  if (refused > 0) {
    const ended = 'their shift ended early, or never began';
    lines.push(['', `the API took none of the tokens of ${refused} of them (401): ${ended}`]);
  }
  const { foreign, leftOver } = reading.agents;
  if (foreign + leftOver > 0) {
    lines.push(['not ours', `${foreign} conversations of others came to the agents, ${leftOver} from before the run`]);
  }
  const { made, refused: notMade, 'taken-over': takenOver } = reading.agents.transfers;
  if (made + notMade > 0) {
    const stayed = notMade > 0 ? `, ${notMade} refused: the agent went on itself` : '';
    lines.push(['transfers', `${made} made, ${takenOver} taken over${stayed}`]);
  }
  lines.push(...filesLine('files of agents', reading.agents.attachments));
  if (reading.tenant.readings > 0) lines.push(['tenant', tenantText(reading)]);
  const blindness = blindnessText(reading.tenant);
  if (blindness !== undefined) lines.push(['monitor', `the monitor ${blindness}`]);
  if (!isShare && missesAgents(agents, reading)) {
    lines.push(['', 'agents accepted conversations, and none was on queue there: agents.queues names other queues']);
  }
  lines.push(...platformLines(reading.platform, plan, reading.durationMs));
  return lines;
}

const plannedText = (planned: number, isShare: boolean): string =>
  isShare ? `${planned} planned in all shares` : `${planned} planned`;

/**
 * What one side heard of what the other said, set against what the org acknowledged to it where both were played. The
 * two sides of a conversation may be in two shares of a run.
 */
function receivedLine(
  label: string,
  sent: MessageReading | undefined,
  received: ReceivedReading | undefined,
  asides: number,
): Line[] {
  if (received === undefined) return [];
  const missing = sent === undefined ? 0 : reachedNobody(sent, received, asides);
  const nobody = missing > 0 ? `; ${missing} that the org acknowledged reached nobody` : '';
  return [[label, `${receivedText(received)}${nobody}`]];
}

const asidesIn = ({ asides }: Reading): number => asides.opening + asides['bot-answer'];

/** What customers said beside the turns of their dialogues. */
function asidesText({ asides }: Reading): string {
  const { opening, 'bot-answer': toBots } = asides;
  const parts = [...told(opening, 'to open a dialogue that the agent begins'), ...told(toBots, 'to a bot')];
  return `of them no turns: ${parts.join(', ')}`;
}

function openedIn({ phases }: Reading): number {
  return phases.ramp.opened + phases.hold.opened + phases.teardown.opened;
}

function upgradesText(reading: Reading): string {
  const causes = Object.entries(reading.causes).map(([cause, count]) => `${count} ${cause}`);
  const admitted = reading.attempts - reading.failed;
  return `${reading.attempts} attempts: ${[`${admitted} opened`, ...causes].join(', ')}`;
}

function tenantText({ tenant: { most, readings, states } }: Reading): string {
  const held = Object.entries(states).filter(([, share]) => share > 0);
  const shares = held.map(([state, share]) => `${Math.round(100 * share)} % ${state}`);
  return `at most ${most.waiting} waiting, ${most.interacting} handled, ${most['on-queue']} agents on queue, ${most['not-responding']} not responding; ${readings} readings${shares.length === 0 ? '' : `: ${shares.join(', ')}`}`;
}

/** Whether the monitor read queues in which the plan's agents never were. Its readings are then worth nothing. */
function missesAgents({ queues }: AgentsPlan, { tenant: { most, readings }, agents: { accepted } }: Reading): boolean {
  return queues.length > 0 && readings > 0 && accepted > 0 && most['on-queue'] === 0;
}
