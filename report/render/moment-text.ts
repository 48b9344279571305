/** `24 Nov 2026, 13:56 UTC`, of ms since the epoch. */
export function momentOf(ms: number): string {
  const date = new Date(ms);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** `13:56:02`, in UTC. */
export const timeOfDay = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
