import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import { isLoopbackAddress } from '../../lib/plan/loopback.ts';
import { regionOf } from '../../lib/plan/regions.ts';
import type { Fact } from '../model/told.ts';
import { momentOf, timeOfDay } from './moment-text.ts';
import { seconds } from './seconds-text.ts';

/** When, where and how something was measured, as far as its file says. */
export interface Framed {
  /** ISO 8601. */
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  /** Where it is known only when it was looked at. */
  readonly at?: string | undefined;
  readonly tookMs?: number | undefined;
  /** When the first session was refused, as `firstRefusedText` says it. */
  readonly refusedSince?: string | undefined;
  readonly plan?: string | undefined;
  readonly target?: string | undefined;
  readonly scope?: string | undefined;
  readonly generator?: string | undefined;
}

/** The same as facts, in the order in which a reader asks for them. */
export function frameOf(framed: Framed): Fact[] {
  const { startedAt, endedAt, at, tookMs, refusedSince, plan, target, scope, generator } = framed;
  const [from, to] = [startedAt ?? at, endedAt].map((text) => (text === undefined ? Number.NaN : Date.parse(text)));
  const lastedMs = tookMs ?? (to ?? Number.NaN) - (from ?? Number.NaN);
  const facts: (readonly [string, string | undefined])[] = [
    ['when', whenText(from, to)],
    ['first refused', refusedSince],
    ['org', target === undefined ? undefined : orgText(target)],
    ['plan', plan],
    ['scope', scope],
    ['length', Number.isFinite(lastedMs) && lastedMs > 0 ? seconds(lastedMs) : undefined],
    ['generator', generator],
  ];
  return facts.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [{ name, text }]));
}

/** The time of the first refusal of which a sample was kept, in UTC; undefined where there is none. */
export function firstRefusedText(refusals: readonly SeenRefusals[]): string | undefined {
  const firstMs = Math.min(...refusals.map((seen) => seen.firstMs));
  return Number.isFinite(firstMs) ? `${timeOfDay(firstMs)} UTC` : undefined;
}

/** From when to when, in UTC; the begin alone where no end is known. */
export function whenText(fromMs = Number.NaN, toMs = Number.NaN): string | undefined {
  if (Number.isNaN(fromMs)) return Number.isNaN(toMs) ? undefined : `until ${momentOf(toMs)}`;
  if (Number.isNaN(toMs)) return momentOf(fromMs);
  const [from, to] = [momentOf(fromMs), momentOf(toMs)];
  if (from === to) return from;
  const [day, time = ''] = to.split(', ');
  return from.startsWith(`${day}, `) ? `${from.replace(' UTC', '')} to ${time}` : `${from} to ${to}`;
}

/** What a result of a tenant on this machine cannot know. */
export const simulated = (target = ''): readonly string[] =>
  isLoopbackAddress(target) ? ['what a real org does: this was a simulated tenant'] : [];

/** The org by its domain, with its region; an address is that of a tenant on this machine, or one that the plan lists. */
export function orgText(target: string): string {
  const region = regionOf(target);
  if (region !== undefined) return `${target} (${region.place}, ${region.id})`;
  return isLoopbackAddress(target) ? `${target}, a simulated tenant on this machine` : target;
}
