import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { planFrom } from '../../virtual/golden-plans.ts';

/** The runs of the fault matrix in both directions, and what their own accounts find wrong. */

const text = (id: number, turn: number) => ({ from: turn % 2 ? 'agent' : 'customer', text: `Café ${id}, ${turn}` });
const pace = { min: '100ms', max: '200ms' };

/** A plan of its set, in which no two texts are alike, and each has a letter that Unicode writes in two ways. */
export function matrixPlan(folder: string, transport: 'exact' | 'dense', hold = '2s'): object {
  const set = path.join(folder, 'set.jsonl');
  const dialogues = Array.from({ length: 60 }, (_, id) => ({
    id: `d${id}`,
    turns: Array.from({ length: 4 }, (_, turn) => text(id, turn)),
  }));
  writeFileSync(set, dialogues.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return planFrom('smoke', {
    customers: {
      ...{ sessions: 6, perMinute: 1_200, hold, teardown: '1s', longestVisit: '8s', gap: '1s', think: pace },
      transport,
    },
    agents: { count: 6, perMinute: 1_200, accept: pace, reply: pace, wrapUp: pace },
    transcripts: { path: set },
  });
}

const LEDGER = ['lost', 'unresolved', 'altered', 'duplicated', 'reordered'];
const RECEIPTS = ['altered', 'twice', 'history-only'];

/** All that is wrong by the account in this result, by `<who sent>.<state>`, and the cause that the verdict names. */
export function accountIn(result: string): { readonly wrong: Record<string, number>; readonly cause: string } {
  const { reading, verdict } = JSON.parse(readFileSync(result, 'utf8'));
  const { messages, received } = reading as Record<string, Record<string, Record<string, number>>>;
  const counts = ['customer', 'agent'].flatMap((side) => [
    ...LEDGER.map((state) => [`${side}.ledger ${state}`, messages?.[side]?.[state] ?? 0] as const),
    ...RECEIPTS.map((state) => [`${side}.${state}`, received?.[side]?.[state] ?? 0] as const),
  ]);
  return { wrong: Object.fromEntries(counts.filter(([, count]) => count !== 0)), cause: verdict.cause };
}

/** Messages that do not arrive have a name of their own. */
export function causeOf(states: readonly string[]): string {
  if (states.length === 0) return 'none';
  return states.some((state) => state.endsWith('history-only')) ? 'messages-not-delivered' : 'undetermined';
}
