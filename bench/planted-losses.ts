import { readFileSync } from 'node:fs';
import type { Entry, FaultDone } from '@headroom/tenant';

/** A text that a simulated tenant lost on the way, by its transcript. */
export interface Loss {
  readonly from: 'customer' | 'agent';
  readonly transcript: string;
  /** The turn, from 0; several where the side says the same more than once. */
  readonly turns: readonly number[];
  /** Whether the customer has something to say after it, and so waits for ever for what did not come. */
  readonly standsStill: boolean;
}

type Turns = readonly (readonly [from: string, text: string])[];

/**
 * What a tenant lost, from its own list of faults and its record; nothing of it comes from headroom's ledgers.
 *
 * @param turns the turns of each transcript, by its id
 */
export function lossesIn(
  faults: readonly FaultDone[],
  record: readonly Entry[],
  turns: ReadonlyMap<string, Turns>,
): Loss[] {
  const conversationOf = new Map<string, string>();
  const transcriptOf = new Map<string, string>();
  for (const entry of record) {
    if (entry.kind !== 'message') continue;
    conversationOf.set(entry.messageId, entry.conversationId);
    const id = idIn(entry.attributes);
    if (id !== undefined) transcriptOf.set(entry.conversationId, id);
  }
  return faults.flatMap(({ fault, frame = '' }): Loss[] => {
    if (fault !== 'lost-inbound' && fault !== 'lost-outbound') return [];
    const { message, body } = JSON.parse(frame);
    const from = fault === 'lost-inbound' ? 'customer' : 'agent';
    const transcript =
      from === 'customer'
        ? idIn(message.channel?.metadata?.customAttributes)
        : transcriptOf.get(conversationOf.get(body.id) ?? '');
    const text = (message ?? body).text;
    const all = turns.get(transcript ?? '') ?? [];
    const at = all.flatMap(([by, said], turn) => (by === from && said === text ? [turn] : []));
    const standsStill = from === 'customer' || all.slice((at[0] ?? 0) + 1).some(([by]) => by === 'customer');
    return [{ from, transcript: transcript ?? 'unknown', turns: at, standsStill }];
  });
}

/** The id in the attribute `transcript`, which is `<place> <id>`. */
function idIn(attributes: Readonly<Record<string, string>> | undefined): string | undefined {
  return attributes?.transcript?.replace(/^\d+ /, '');
}

/** What a run and `verify` say of the losses, and where that is not exactly what was lost. */
export interface Naming {
  readonly lines: readonly string[];
  readonly isExact: boolean;
}

/**
 * Sets what was lost against what was named: by the ledger of the customers who said it, by the account of those who
 * did not hear it, and by `verify`, which names the dialogues that stood still, and from which turn on.
 *
 * @param log what the run logged, its lines about discrepancies among it
 */
export function namingOf(losses: readonly Loss[], resultFile: string, verifyFile: string, log: string): Naming {
  const { messages, received } = JSON.parse(readFileSync(resultFile, 'utf8')).reading;
  const { discrepancies } = JSON.parse(readFileSync(verifyFile, 'utf8')) as {
    discrepancies: readonly { kind: string; transcript?: string; turn?: number }[];
  };
  const said = losses.filter(({ from }) => from === 'customer');
  const answered = losses.filter(({ from }) => from === 'agent');
  const inLog = [
    ...log.matchAll(/customer's messages in [^,]+, transcript \d+ (.+?): turn (\d+) (?:lost|unresolved)/g),
  ];
  const first = new Map<string, number>();
  for (const { transcript, turn = 0 } of discrepancies) {
    const id = transcript?.replace(/^\d+ /, '') ?? 'unknown';
    first.set(id, Math.min(first.get(id) ?? Number.POSITIVE_INFINITY, turn));
  }
  // The org has all of a dialogue whose last text did not reach its customer.
  const stuck = losses.filter(({ standsStill }) => standsStill);
  const named = stuck.filter(({ transcript, from, turns: at }) => {
    const missing = first.get(transcript);
    return missing !== undefined && at.some((turn) => (from === 'customer' ? missing <= turn : missing > turn));
  });
  const { sent, acked, lost, unresolved, ...otherwise } = messages.customer;
  const checks: [says: string, isSo: boolean][] = [
    [
      // Where the first text is lost there is no conversation, and so no history that could tell.
      `customers' ledger: ${lost} lost and ${unresolved} unresolved, of ${said.length}`,
      lost + unresolved === said.length && sent - acked === said.length,
    ],
    [
      `customers' ledger, otherwise: ${JSON.stringify(otherwise)}`,
      Object.values(otherwise).every((count) => count === 0),
    ],
    [
      // A VU, which has many customers, logs three lines at most.
      `logged by transcript and turn: ${inLog.length} of ${said.length}, and nothing else`,
      inLog.length > 0 &&
        inLog.every(([, id, turn]) => said.some((loss) => loss.transcript === id && loss.turns.includes(Number(turn)))),
    ],
    [
      `agents' texts that customers found in the history only: ${received.agent['history-only']}, of ${answered.length}`,
      received.agent['history-only'] === answered.length,
    ],
    [
      `agents' ledger: ${messages.agent.acked} of ${messages.agent.sent} acknowledged, and all that were stored heard by customers but those`,
      messages.agent.acked === messages.agent.sent &&
        received.agent.received + answered.length === messages.agent.sent &&
        received.agent.twice + received.agent.altered === 0,
    ],
    [
      `customers' texts that agents heard: ${received.customer.received} of the ${acked} that arrived`,
      received.customer.received === acked && received.customer.twice + received.customer.altered === 0,
    ],
    [
      `verify: ${named.length} of ${stuck.length} that stood still named by transcript and turn; ${first.size} transcripts named`,
      named.length === stuck.length && sameSet([...first.keys()], [...new Set(stuck.map((loss) => loss.transcript))]),
    ],
  ];
  return {
    lines: checks.map(([says, isSo]) => `losses   ${isSo ? 'as planted' : 'OTHERWISE '}  ${says}`),
    isExact: checks.every(([, isSo]) => isSo),
  };
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}
