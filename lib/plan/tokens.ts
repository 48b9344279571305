import type { Prepared } from './prepared.ts';

/** The ready-made token of agent `index`, counted from 0, on a simulated tenant (docs/tenant.md). */
export function simulatedToken(index: number): string {
  return `simulated-agent-${index + 1}`;
}

/** The user token of agent `index`, counted from 0. */
export function tokenOf({ tokens }: Pick<Prepared, 'tokens'>, index: number): string {
  return tokens[index] ?? simulatedToken(index);
}
