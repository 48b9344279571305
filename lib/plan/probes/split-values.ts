import type { Plan } from '../schema.ts';
import type { SearchPhase } from './phase.ts';

/** Splits by deployment are made for so many. */
export const COUNTED_DEPLOYMENTS = 16;

/** The values of the tags that depend on the phase. */
export function splitValues(
  { probes }: SearchPhase,
  { deployments }: Plan,
): Readonly<Record<'probe' | 'knock' | 'deployment', readonly `${number}`[]>> {
  const numbers = (count: number) => Array.from({ length: count }, (_, number): `${number}` => `${number}`);
  return {
    probe: numbers(probes.length),
    knock: numbers(Math.max(0, ...probes.map(({ knocksAtMs = [] }) => knocksAtMs.length))),
    deployment: numbers(Math.min(COUNTED_DEPLOYMENTS, deployments.length)),
  };
}
