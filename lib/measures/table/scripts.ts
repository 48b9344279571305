import type { Player } from './measure.ts';

/** The sides that each script plays. They decide what it declares, splits and can read. */
export const SIDES_OF = {
  agents: ['agent'],
  ceiling: ['probe'],
  'contact-centre': ['customer', 'agent', 'monitor'],
  customers: ['customer'],
  'reconnect-storm': ['storm'],
} as const satisfies Readonly<Record<string, readonly Player[]>>;

export type ScriptName = keyof typeof SIDES_OF;
