import { readFileSync } from 'node:fs';
import type { Setting } from './play.ts';
import type { Run } from './run.ts';

export interface GoldenCase extends Setting {
  /** Of its file in golden/. */
  readonly name: string;
  readonly runs: readonly Run[];
}

type Json = Readonly<Record<string, unknown>>;

/** A plan of plans/ with something laid over it, one level deep. */
export function planFrom(name: string, over: Readonly<Record<string, Json>> = {}): object {
  const plan = JSON.parse(readFileSync(`plans/${name}.json`, 'utf8')) as Record<string, Json>;
  for (const [key, value] of Object.entries(over)) plan[key] = { ...plan[key], ...value };
  return plan;
}

export const TRANSPORTS = ['exact', 'dense'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** For few sessions and a short run. */
export const quick = { sessions: 10, perMinute: 300, hold: '5s', teardown: '2s', longestVisit: '15s', gap: '500ms' };
