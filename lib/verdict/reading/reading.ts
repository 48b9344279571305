import type { Side } from '../../dialogues/dialogue.ts';
import { SESSION_REFUSALS, type SessionRefusal } from '../../genesys/guest/session-refusals.ts';
import { type Read, type Reader, readMetrics, readWholeMetrics, type SummaryMetrics } from '../../measures/readings.ts';
import type { Player } from '../../measures/table/measure.ts';
import { SIDES_OF } from '../../measures/table/scripts.ts';
import {
  ASIDE_KINDS,
  type AsideKind,
  ATTACHMENT_STATES,
  type AttachmentState,
  BOT_STATES,
  type BotState,
  SIGN_IN_STATES,
  type SignInState,
  TRANSFER_STATES,
  type TransferState,
} from '../../measures/table/tag-values.ts';
import { needsMet } from '../../plan/needs.ts';
import { PHASES, type Phase } from '../../plan/phases.ts';
import type { Plan } from '../../plan/schema.ts';
import { UPGRADE_CAUSES, type UpgradeCause } from '../../transport/upgrade-cause.ts';
import type { Incomplete } from '../incomplete.ts';
import { type LevelsOfShares, phaseEnds } from './level.ts';
import { type MessageReading, messageReadingOf, type ReceivedReading, receivedReadingOf } from './messages.ts';
import { type PlatformReading, readPlatform } from './platform.ts';
import { recordOf } from './record-of.ts';
import { type RefusalReading, readRefusals } from './refusals.ts';
import { readService, type Service } from './service.ts';
import { readTenant, type TenantReading } from './tenant.ts';
import { readWayIn, type WayIn } from './way-in.ts';

export interface PhaseReading {
  readonly attempts: number;
  readonly refused: number;
  readonly admitted: number;
  readonly opened: number;
  readonly closed: number;
}

/** The figures that the summary prints and the verdict rests on, all of them from metrics. */
export interface Reading {
  readonly durationMs: number;
  readonly attempts: number;
  readonly refused: number;
  /** Refusals that were seen to have the status 503. Those of the dense transport are not: see `refusals.unseen`. */
  readonly refused503: number;
  /**
   * Refusals with 403. In the dense transport it is an estimate: all refusals times the share of 403s that the
   * sentinel saw.
   */
  readonly refused403: number;
  /** What the refusals say, and what was not seen of them. */
  readonly refusals?: RefusalReading | undefined;
  readonly failed: number;
  readonly causes: Readonly<Partial<Record<UpgradeCause, number>>>;
  readonly admitted: number;
  readonly opened: number;
  /** Sockets that opened and became no session, by reason. All are 0 in results of versions that did not count them. */
  readonly notConfigured: Readonly<Record<SessionRefusal, number>>;
  readonly evicted: number;
  readonly dropped: number;
  readonly phases: Readonly<Record<Phase, PhaseReading>>;
  /**
   * The sessions that were open at the end of the ramp and of the hold. In a run that ended early they count up to
   * its end.
   */
  readonly heldAfterRamp: number;
  readonly heldAfterHold: number;
  /** Of a run of several shares: the levels at the same instants. */
  readonly levels?: LevelsOfShares | undefined;
  /** The smallest number of sessions that the plan wanted when a customer's first attempt was refused. */
  readonly firstRefusalAt: number | undefined;
  /** What tells causes apart that keep sessions from opening or cut them; absent in results of earlier versions. */
  readonly wayIn?: WayIn | undefined;
  readonly ready: { readonly medMs: number; readonly p95Ms: number } | undefined;
  readonly messages: Readonly<Record<Side, MessageReading>>;
  /** Echoes of customers' messages, and how many of them came late. */
  readonly acks: { readonly slow: number; readonly of: number };
  /** What the other side received, by who sent it; undefined where nobody counted it. */
  readonly received?: Readonly<Record<Side, ReceivedReading | undefined>>;
  readonly conversationsBegun: number;
  /** What customers said beside the turns of their dialogues, where the plan has such texts. */
  readonly asides: Readonly<Record<AsideKind, number>>;
  /** What became of the customers' files. */
  readonly attachments: Readonly<Record<AttachmentState, number>>;
  /** Conversations that met a bot, where the plan knows of one. */
  readonly bots: Readonly<Record<BotState, number>>;
  /** What became of the sign-ins of guests, where the plan has guests that sign in. */
  readonly signIns: Readonly<Record<SignInState, number>>;
  readonly transcriptsComplete: number;
  /** What became of the visits that are over; absent where the run did not measure it. */
  readonly service?: Service | undefined;
  readonly agents: {
    readonly connected: number;
    /** Agents whose tokens the API refused. */
    readonly refused: number;
    readonly accepted: number;
    readonly wrappedUp: number;
    readonly notAnswered: number;
    /** Conversations that were accepted and whose transcript no agent knew. */
    readonly unrecognised: number;
    /** Conversations that came to them and are not of this run: they began meanwhile, or before. */
    readonly foreign: number;
    readonly leftOver: number;
    /** Conversations that agents handed on, where the plan has them do so. */
    readonly transfers: Readonly<Record<TransferState, number>>;
    /** What became of the agents' files; absent in results of earlier versions. */
    readonly attachments?: Readonly<Record<AttachmentState, number>>;
    /** The 95th percentile of the time from alerting to connected (ms). 0 when no conversation was accepted. */
    readonly acceptP95Ms: number;
  };
  readonly platform: PlatformReading;
  readonly visits: number;
  /** Open model: planned visits that k6 could not begin, since every VU was taken. */
  readonly visitsNotBegun: number;
  readonly lateVisits: number;
  readonly tenant: TenantReading;
}

/** Facts about a run that are not in its metrics. */
export interface RunFacts {
  readonly durationMs: number;
  /** The script. Where it is not known, the metrics tell which sides were played. */
  readonly script?: string | undefined;
  readonly plan?: Plan | undefined;
  /** Where it was cut short. */
  readonly incomplete?: Incomplete | undefined;
  /** Of a run of several shares. */
  readonly levels?: LevelsOfShares | undefined;
}

/** Reads the figures of a run. They are unknown after `--no-thresholds`, which leaves every split out. */
export function readSummary(metrics: SummaryMetrics, run: RunFacts): Read<Reading> {
  // Times by endpoint are an extra. A run with very many calls has none, nor has the result of an older version.
  const meets = needsMet(run.plan).filter((need) => need !== 'few-calls');
  const made = { sides: sidesPlayed(metrics, run.script), meets };
  return readMetrics(metrics, made, (reader) => readingOf(reader, run, made.sides.includes('agent')));
}

/** Figures of whole metrics: they are known whatever was split. */
export interface WholeReading {
  readonly attempts: number;
  readonly refused: number;
  readonly failed: number;
  readonly firstRefusalAt: number | undefined;
  readonly visits: number;
  readonly lateVisits: number;
  readonly agentsConnected: number;
}

export function readWhole(metrics: SummaryMetrics): WholeReading {
  return readWholeMetrics(metrics, (reader) => ({
    ...wholeOf(reader),
    agentsConnected: reader.count('agents_connected'),
  }));
}

function wholeOf({ hits, total, value }: Reader): Omit<WholeReading, 'agentsConnected'> {
  return {
    attempts: total('ws_upgrade_failed'),
    refused: hits('ws_upgrade_refused'),
    failed: hits('ws_upgrade_failed'),
    firstRefusalAt: value('planned_at_refusal', 'min') || undefined,
    visits: total('generator_late'),
    lateVisits: hits('generator_late'),
  };
}

/** The sides of the script. Where the script is not known, the sides that have a metric. */
function sidesPlayed(metrics: SummaryMetrics, script: string | undefined): readonly Player[] {
  if (script !== undefined && script in SIDES_OF) return SIDES_OF[script as keyof typeof SIDES_OF];
  const names = Object.keys(metrics);
  const has = (start: string) => names.some((name) => name.startsWith(start));
  const sides: Player[] = [];
  if (has('ws_upgrade_')) sides.push('customer');
  if (has('agent')) sides.push('agent');
  if (has('tenant_')) sides.push('monitor');
  return sides;
}

function readingOf(reader: Reader, { durationMs, plan, levels }: RunFacts, playsAgents: boolean): Reading {
  const { count, hits, total, value } = reader;
  const [ramp, hold, teardown] = PHASES.map((phase) => phaseOf(reader, phase)) as [
    PhaseReading,
    PhaseReading,
    PhaseReading,
  ];
  const service = readService(reader, playsAgents, plan);
  const counted = ramp.opened - ramp.closed;
  const ends = { afterRamp: counted, afterHold: counted + hold.opened - hold.closed };
  const held = phaseEnds(ends, levels, service, plan);
  const causes = UPGRADE_CAUSES.map((cause) => [cause, hits('ws_upgrade_failed', { cause })] as const);
  return {
    durationMs,
    ...wholeOf(reader),
    refused503: hits('ws_upgrade_503'),
    refused403: refused403(reader),
    refusals: readRefusals(reader),
    causes: Object.fromEntries(causes.filter(([, attempts]) => attempts !== 0)),
    admitted: ramp.admitted + hold.admitted + teardown.admitted,
    opened: ramp.opened + hold.opened + teardown.opened,
    notConfigured: recordOf(SESSION_REFUSALS, (reason) => count('guest_sessions_refused', { reason })),
    evicted: count('guest_sessions_closed', { reason: 'evicted' }),
    dropped: count('guest_sessions_closed', { reason: 'dropped' }),
    phases: { ramp, hold, teardown },
    heldAfterRamp: held.afterRamp,
    heldAfterHold: held.afterHold,
    ...(levels === undefined ? {} : { levels }),
    wayIn: readWayIn(reader),
    ready:
      ramp.opened > 0
        ? { medMs: value('guest_session_ready', 'med'), p95Ms: value('guest_session_ready', 'p(95)') }
        : undefined,
    messages: { customer: messageReadingOf(reader, 'customer'), agent: messageReadingOf(reader, 'agent') },
    received: { customer: receivedReadingOf(reader, 'customer'), agent: receivedReadingOf(reader, 'agent') },
    acks: { slow: hits('message_ack_slow'), of: total('message_ack_slow') },
    conversationsBegun: count('conversations', { state: 'begun' }),
    asides: recordOf(ASIDE_KINDS, (of) => count('asides', { of })),
    attachments: recordOf(ATTACHMENT_STATES, (state) => count('attachments', { state })),
    bots: recordOf(BOT_STATES, (state) => count('bot_conversations', { state })),
    signIns: recordOf(SIGN_IN_STATES, (state) => count('guest_sign_ins', { state })),
    transcriptsComplete: count('guest_sessions_closed', { reason: 'complete' }),
    service,
    agents: {
      connected: count('agents_connected'),
      refused: count('agents_refused'),
      accepted: count('conversations', { state: 'accepted' }),
      wrappedUp: count('conversations', { state: 'wrapped-up' }),
      notAnswered: count('conversations', { state: 'not-answered' }),
      unrecognised: count('conversations_unrecognised'),
      foreign: count('conversations', { state: 'foreign' }),
      leftOver: count('conversations', { state: 'left-over' }),
      transfers: recordOf(TRANSFER_STATES, (state) => count('transfers', { state })),
      attachments: recordOf(ATTACHMENT_STATES, (state) => count('agent_attachments', { state })),
      acceptP95Ms: value('agent_accept', 'p(95)'),
    },
    platform: readPlatform(reader),
    visitsNotBegun: count('dropped_iterations', { scenario: 'customers' }),
    tenant: readTenant(reader),
  };
}

function phaseOf({ count, hits, total }: Reader, phase: Phase): PhaseReading {
  return {
    attempts: total('ws_upgrade_refused', { phase }),
    refused: hits('ws_upgrade_refused', { phase }),
    admitted: count('upgrades_admitted', { phase }),
    opened: count('guest_sessions_opened', { phase }),
    closed: count('guest_sessions_closed', { phase }),
  };
}

/**
 * Counts refusals with 403. Of those that the dense transport could not see, it counts the share that the sentinel
 * saw.
 */
function refused403({ hits, total }: Reader): number {
  const unseen = hits('ws_upgrade_failed', { cause: 'http-unseen' });
  const sentinel = (cause: UpgradeCause) => total('sentinel_503', { cause });
  const seen = KNOCK_REFUSALS.reduce((sum, cause) => sum + sentinel(cause), 0);
  const estimated = seen === 0 ? 0 : (unseen * sentinel('http-403')) / seen;
  return hits('ws_upgrade_failed', { cause: 'http-403' }) + estimated;
}

const KNOCK_REFUSALS = ['http-503', 'http-429', 'http-403', 'http-other'] as const;
