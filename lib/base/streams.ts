import { type Random, streamFor } from './random.ts';

/**
 * The random choices of a run, each with a stream of its own, so that one never follows another: what is drawn for a
 * customer says nothing of what is drawn for the agent of the same number. The numbers are what existing seeds draw by.
 */
export const STREAMS = {
  /** Think times, pauses, backoff and deployment of a visit. */
  customer: 0,
  /** By how much a visit strays from its place in the schedule. */
  'customer-arrival': 0x57a6,
  /** Whether, and after how many turns, a visit leaves early. */
  'early-leave': 0x1ea7e,
  /** Whether, and with which turn, a visit sends a file. */
  attachment: 0xf11e,
  /** How long a customer thinks before the opening of a dialogue that the agent begins. */
  opening: 0x09e4,
  /** Whether a visit's guest signs in. */
  'sign-in': 0x5196,
  /** Accept, reply and wrap-up times of a shift, and which alerts it misses. */
  agent: 0xa6e2,
  /** Whether, and after how many turns, the agent of a conversation transfers it. */
  transfer: 0x7a25,
  /** To which queue or agent. */
  'transfer-to': 0x7a70,
  /** Whether, and with which of its agents' turns, a conversation gets a file. */
  'agent-attachment': 0xa77c,
  /** Whether, before which of its agents' turns, and for how long a conversation is held. */
  hold: 0x401d,
  /** By how much a log-in strays from its place in the schedule. */
  'agent-arrival': 0xa991,
  /** A session of a reconnect storm. */
  storm: 0x5702,
  /** The deployments that the sentinel knocks at. */
  sentinel: 0x5e47,
} as const;

export type StreamName = keyof typeof STREAMS;

/**
 * The stream of one choice for customer, agent or session `index`, counted from 0, in a plan of this seed.
 *
 * @example
 * const strays = uniformMs({ minMs: 0, maxMs: 500 }, streamOf('agent-arrival', plan.seed, index));
 */
export function streamOf(name: StreamName, seed: number, index: number): Random {
  return streamFor(seed ^ STREAMS[name], index);
}
