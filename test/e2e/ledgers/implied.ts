import type { Entry, FaultDone } from '@headroom/tenant';

/**
 * What both ledgers have to say, from two accounts that know nothing of them: the tenant's record, and the fault
 * injector's list. Nothing here is of lib/ledger, its names of states excepted, which are the report's.
 */

export const STATES = ['acked', 'lost', 'altered', 'duplicated', 'reordered', 'unresolved'] as const;
export type State = (typeof STATES)[number];
export type Counts = Readonly<Record<State | 'sent', number>>;

type Message = Extract<Entry, { kind: 'message' }>;

export interface Accounts {
  readonly record: readonly Entry[];
  readonly faults: readonly FaultDone[];
  /** What was stored otherwise than the record says, by message id. */
  readonly stored: ReadonlyMap<string, State>;
  /** At its end each visit reads what was stored of it, which nobody can where visits share a session. */
  readonly historyRead: boolean;
}

export function impliedLedgers(accounts: Accounts): Readonly<Record<'customer' | 'agent', Counts>> {
  const { record, stored } = accounts;
  const agents = record.filter((entry): entry is Message => entry.kind === 'message' && entry.from === 'agent');
  return {
    customer: counted(customerStates(accounts)),
    agent: counted(agents.map(({ messageId }) => stored.get(messageId) ?? 'acked')),
  };
}

function counted(states: readonly State[]): Counts {
  const of = (state: State) => states.filter((one) => one === state).length;
  const each = Object.fromEntries(STATES.map((state) => [state, of(state)])) as Record<State, number>;
  return { sent: states.length, ...each };
}

/** One state a text: texts refused for good are among them, texts said again until they were stored are there once. */
function customerStates({ record, faults, stored, historyRead }: Accounts): State[] {
  const [doubled, altered] = [echoes(faults, 'doubled'), echoes(faults, 'altered')];
  const dismissed = new Set<number>();
  const refused = new Map<string, State>();
  const states: State[] = [];
  for (const entry of record) {
    if (entry.kind === 'connection-dismissed') dismissed.add(entry.connection);
    if (entry.kind !== 'message-refused' && (entry.kind !== 'message' || entry.from === 'agent')) continue;
    const hears = historyRead || !dismissed.has(entry.connection ?? 0);
    const who = `${entry.attributes?.customer} ${entry.text}`;
    if (entry.kind === 'message-refused') refused.set(who, hears ? 'lost' : 'unresolved');
    else {
      refused.delete(who);
      if (!hears) states.push('unresolved');
      else if (altered.has(entry.messageId)) states.push('altered');
      else states.push(doubled.has(entry.messageId) ? 'duplicated' : (stored.get(entry.messageId) ?? 'acked'));
    }
  }
  return [...states, ...refused.values()];
}

/** The ids of the messages whose echoes one fault befell. */
export function echoes(faults: readonly FaultDone[], kind: FaultDone['fault']): Set<string> {
  return new Set(
    faults.flatMap(({ fault, frame = '{}' }) => {
      const { body } = JSON.parse(frame) as { body?: { direction?: string; id?: string } };
      return fault === kind && body?.direction === 'Inbound' && body.id !== undefined ? [body.id] : [];
    }),
  );
}
