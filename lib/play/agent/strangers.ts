import type { Participant } from '@headroom/genesys-wire/platform';
import { customerAttributes } from '../../genesys/platform/customer-attributes.ts';
import { communicationsOf, messagesOf } from '../../genesys/platform/participants.ts';
import type { Stranger } from '../../measures/table/tag-values.ts';
import type { SetupData } from '../setup.ts';

/** What tells a run's own conversations from others. */
export interface OwnRun {
  readonly id: string;
  /** When its load began (Unix ms). */
  readonly beganAtMs: number;
}

/** A message that is older than the run by this (ms) was said before it, whatever the difference of the clocks. */
const SURELY_MS = 60_000;

/** The run of these agents, which all its shares have in common; undefined where it is not known when it began. */
export function ownRun({ runId, beginsAtMs }: SetupData): OwnRun | undefined {
  return beginsAtMs === undefined ? undefined : { id: runId, beganAtMs: beginsAtMs };
}

/**
 * Tells a conversation that is not of this run: the customer names another one in the attribute `customer`, or said
 * something before this run began. Undefined for one of this run, and for one that does not tell.
 */
export function strangerIn(participants: readonly Participant[], { id, beganAtMs }: OwnRun): Stranger | undefined {
  const { customer } = customerAttributes(participants);
  if (customer?.startsWith(`${id}-`)) return undefined;
  const said = participants
    .filter(({ purpose }) => purpose === 'customer')
    .flatMap(communicationsOf)
    .flatMap(messagesOf);
  if (said.some(({ messageTime }) => Date.parse(messageTime) < beganAtMs - SURELY_MS)) return 'left-over';
  return customer === undefined ? undefined : 'foreign';
}
