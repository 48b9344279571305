import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deploymentId } from '@headroom/tenant';

interface Parts {
  readonly customers: Readonly<Record<string, unknown>>;
  /** What differs from five places each, and one pace for all they do. */
  readonly agents: Readonly<Record<string, unknown>>;
  readonly pace: { readonly min: string; readonly max: string };
}

/**
 * Writes a plan for both sides that plays each dialogue once, and its set beside it: `<name>.json`, `<name>.jsonl`. Gives
 * the plan's path; a run names the target.
 */
export function dialoguesPlan(
  folder: string,
  name: string,
  dialogues: readonly object[],
  { customers, agents, pace, ...more }: Parts & Readonly<Record<string, unknown>>,
): string {
  const set = path.join(folder, `${name}.jsonl`);
  writeFileSync(set, dialogues.map((dialogue) => `${JSON.stringify(dialogue)}\n`).join(''));
  const plan = {
    name,
    target: { address: '127.0.0.1:1' },
    deployments: [{ id: deploymentId(1), origin: 'https://example.com' }],
    customers: { teardown: '1s', longestVisit: '60s', think: pace, ...customers },
    agents: {
      perMinute: 6_000,
      capacity: 5,
      accept: pace,
      reply: pace,
      wrapUp: pace,
      tokens: { source: 'simulated' },
      ...agents,
    },
    transcripts: { path: set, once: true },
    // What is judged is what was stored. How late this machine was is not.
    gate: 'explore',
    ...more,
  };
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(plan));
  return file;
}
