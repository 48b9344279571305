import type { Read } from '../measures/readings.ts';
import type { Plan } from '../plan/schema.ts';
import { type Incomplete, incompleteText } from './incomplete.ts';
import type { Reading } from './reading/reading.ts';
import { blindnessText, sawEnough } from './reading/tenant.ts';
import { agentsAlone } from './rules/agents-alone.ts';
import { botNeverHandsOver } from './rules/bots.ts';
import { conversationFindings } from './rules/conversations.ts';
import { messagesNotDelivered } from './rules/deliveries.ts';
import type { Cause, Finding } from './rules/finding.ts';
import { localLimits, saturated, visitsNotBegun } from './rules/generator.ts';
import { refusals } from './rules/refused-and-cut/ceiling-or-throttle.ts';
import { sessionsCut } from './rules/refused-and-cut/cuts.ts';
import {
  deploymentInactive,
  duplicateIdentity,
  networkTimeout,
  originRefused,
} from './rules/refused-and-cut/setup-and-network.ts';
import { shortcomings } from './rules/service.ts';
import { guestsNotSignedIn } from './rules/sign-ins.ts';
import { foreignConversations } from './rules/strangers.ts';
import { tokensRefused } from './rules/tokens.ts';

export interface Verdict {
  readonly cause: Cause;
  /** One sentence. */
  readonly says: string;
  /** The figures it rests on. */
  readonly evidence: readonly string[];
  /** What to do about it, in terms of the plan. */
  readonly change: string | undefined;
  /** The experiment that would tell the next likely cause apart. */
  readonly next: string | undefined;
  /** Other causes with evidence, the likeliest first. */
  readonly also: readonly { readonly cause: Cause; readonly says: string }[];
  /** Where it is undetermined: what it may be, at most three causes, the likeliest first. */
  readonly candidates?: readonly Cause[];
}

/** What is known of a run beside its figures. */
export interface JudgedRun {
  readonly attempts?: number;
  readonly incomplete?: Incomplete | undefined;
  /** The script, where it is known: one that plays customers is judged by them, and has no verdict where none tried. */
  readonly script?: string | undefined;
}

/** All is well when at least this share of the planned sessions opened. */
const ENOUGH = 0.95;
/** What tells causes apart that rest on the monitor's readings. */
const SEE_AGAIN =
  'From so few readings of queues and agents nothing is concluded: give agents tokens that last longer than the run and may read analytics (headroom preflight), and run it again.';
/** A smaller share of the sockets is noise. */
const SOME = 0.05;

/**
 * The verdict on a run, from its metrics and its plan alone; undefined when no customer tried, and no agent of a run
 * without customers. Causes come in this order: a load generator that was the limit, since it invalidates everything else;
 * what keeps sessions from opening; what keeps open sessions from being served. From figures that are missing nothing is
 * concluded.
 *
 * @param of.attempts upgrades that customers tried: a figure of a whole metric, so that it is known where others are not
 * @param of.incomplete where the run was cut short: then nothing that it did not see is held to be well
 */
export function verdictOn(read: Read<Reading>, plan: Plan, of: JudgedRun = {}): Verdict | undefined {
  const { attempts, incomplete, script } = of;
  if (!read.known) return attempts === 0 ? undefined : unknownVerdict(read.unknown);
  const reading = read.value;
  const signIns = Object.values(reading.signIns).reduce((sum, count) => sum + count, 0);
  const tried = reading.attempts + signIns > 0;
  const alone = tried || (script !== undefined && script !== 'agents') ? undefined : agentsAlone(reading, plan);
  if (!tried && alone === undefined) return undefined;
  const [found = fallback(reading, plan), ...others] = alone === undefined ? findings(reading, plan) : [alone];
  const first = incomplete === undefined ? found : onIncomplete(found, incomplete);
  return {
    cause: first.cause,
    says: first.says,
    evidence: first.evidence,
    change: first.change,
    next: first.next,
    also: others.map(({ cause, says }) => ({ cause, says })),
    ...(first.candidates === undefined ? {} : { candidates: first.candidates }),
  };
}

/**
 * What one share of a run can tell for certain: that its own machine was the limit. Undefined otherwise, since it sees
 * neither the level of the whole nor, as a rule, the monitor: the whole is judged when its shares are merged.
 */
export function verdictOnShare(read: Read<Reading>, share: string): Verdict | undefined {
  const found = read.known ? (saturated(read.value) ?? localLimits(read.value)) : undefined;
  if (found === undefined) return undefined;
  const { cause, says, evidence, change, next } = found;
  return { cause, says, evidence: [...evidence, `${share} alone`], change, next, also: [] };
}

/** What was found until the run was cut short. What it did not see is unknown, so it is never `none`. */
function onIncomplete(found: Finding, incomplete: Incomplete): Finding {
  const cut = `the run ${incompleteText(incomplete)}`;
  if (found.cause !== 'none') return { ...found, evidence: [...found.evidence, cut] };
  return {
    cause: 'undetermined',
    says: `The run ${incompleteText(incomplete)}. Until then nothing had stopped the next session.`,
    evidence: found.evidence,
  };
}

/** Customers tried, and what their tries came to nobody split. */
function unknownVerdict(unknown: readonly string[]): Verdict {
  return {
    cause: 'undetermined',
    says: 'The figures that a verdict rests on are unknown: no threshold had k6 split its metrics by their tags.',
    evidence: [`${unknown.length} figures are missing, such as ${unknown[0]}`],
    change: undefined,
    next: 'Run it without --no-thresholds, or give headroom report the samples of --out json=….',
    also: [],
  };
}

function findings(reading: Reading, plan: Plan): Finding[] {
  return [
    saturated(reading),
    localLimits(reading),
    originRefused(reading, plan),
    guestsNotSignedIn(reading, plan),
    deploymentInactive(reading, plan),
    duplicateIdentity(reading, plan),
    ...refusals(reading, plan),
    networkTimeout(reading),
    sessionsCut(reading, plan),
    messagesNotDelivered(reading, plan),
    botNeverHandsOver(reading, plan),
    ...agentFindings(reading, plan),
    // This rule is the last: whatever keeps visits from ending also keeps new ones from beginning.
    visitsNotBegun(reading, plan),
  ].filter((finding) => finding !== undefined);
}

/** What holds up agents. Where their tokens are refused, that explains what they leave undone. */
function agentFindings(reading: Reading, plan: Plan): (Finding | undefined)[] {
  const refused = tokensRefused(reading, plan);
  const others = [foreignConversations(reading, plan), ...conversationFindings(reading, plan)];
  return refused === undefined
    ? others
    : [refused, ...others.filter((one) => one === undefined || !AGENTS_MISSING.includes(one.cause))];
}

/** Causes that look the same as agents who are not there. */
const AGENTS_MISSING: readonly Cause[] = ['agent-acceptance', 'wrap-up-stall', 'queue-capacity'];

function fallback(reading: Reading, plan: Plan): Finding {
  const { attempts, failed, opened, admitted } = reading;
  const silent = admitted - opened;
  if (silent >= Math.max(2, admitted * SOME) && opened < plan.customers.sessions * ENOUGH) {
    return {
      cause: 'undetermined',
      says: `No session came of ${silent} of ${admitted} sockets that opened, and the figures do not say why.`,
      evidence: counted(reading.notConfigured),
    };
  }
  const seen = counted(reading.causes);
  if (failed > 0 && opened < plan.customers.sessions * ENOUGH) {
    return {
      cause: 'undetermined',
      says: `${failed} of ${attempts} upgrades did not open, and the figures do not say why.`,
      evidence: seen,
    };
  }
  const [worst, ...others] = shortcomings(reading, plan);
  if (worst !== undefined) {
    const outcomes = reading.service === undefined ? [] : counted(reading.service.outcomes);
    const blindness = blindnessText(reading.tenant);
    return {
      cause: 'undetermined',
      says: `Sessions opened, but ${worst}, and the figures do not say why.`,
      evidence: [
        ...others,
        ...(outcomes.length === 0 ? [] : [`visits: ${outcomes.join(', ')}`]),
        ...(blindness === undefined ? [] : [`the monitor ${blindness}`]),
      ],
      ...(blindness === undefined || sawEnough(reading.tenant) ? {} : { next: SEE_AGAIN }),
    };
  }
  const upgrades =
    failed === 0 ? `all ${attempts} upgrades opened` : `${failed} of ${attempts} upgrades failed, and were tried again`;
  return {
    cause: 'none',
    says: `Nothing stopped the next session: ${upgrades}${visitsText(reading)}.`,
    evidence: seen,
  };
}

/** What is known of the visits of a run in which all is well. */
function visitsText({ service }: Reading): string {
  if (service === undefined || service.goals.stayed.of === 0) return '';
  const { stayed, 'as-planned': asPlanned } = service.goals;
  if (service.judged) return `, and ${asPlanned.reached} of ${asPlanned.of} visits went as planned`;
  return `, and ${stayed.reached} of ${stayed.of} visits stayed; without agents nobody can tell whether they were answered`;
}

function counted(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${count} × ${what}`]));
}
