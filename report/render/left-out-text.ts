/** Deployments that were left out, by their place in the plan, in words. */
export function leftOutText(places: readonly number[]): string {
  const names = places.map((place) => `${place + 1}`).join(', ');
  return places.length === 1
    ? `number ${names} of the plan refuses every session: left out, see whether it is active`
    : `numbers ${names} of the plan refuse every session: left out, see whether they are active`;
}
