import * as z from 'zod';

/** A piece of an interval: Unix times (ms). */
export interface Slice {
  readonly fromMs: number;
  readonly toMs: number;
}

const UNIT_MS = { M: 60_000, H: 3_600_000, D: 86_400_000 } as const;

/** An ISO 8601 duration of minutes, hours or days, as `PT30M`: in ms. */
export const granularitySchema = z.string().transform((text, context): number => {
  const [, minutesOrHours, time, days] = /^P(?:T(\d+)([MH])|(\d+)D)$/.exec(text) ?? [];
  if (minutesOrHours !== undefined) return Number(minutesOrHours) * UNIT_MS[time === 'H' ? 'H' : 'M'];
  if (days !== undefined) return Number(days) * UNIT_MS.D;
  context.addIssue({ code: 'custom', message: 'has to be minutes, hours or days, as PT30M, PT1H or P1D' });
  return z.NEVER;
});

/** An interval in pieces of `granularityMs`, from its start on; as a whole without it. */
export function slicesOf({ fromMs, toMs }: Slice, granularityMs = toMs - fromMs): Slice[] {
  const slices: Slice[] = [];
  for (let at = fromMs; at < toMs; at += granularityMs)
    slices.push({ fromMs: at, toMs: Math.min(toMs, at + granularityMs) });
  return slices;
}

export const sliceText = ({ fromMs, toMs }: Slice): string =>
  `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`;
