/** A standard normal number from two uniform ones in [0, 1) (Box and Muller). */
export function normal(one: number, other: number): number {
  return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
}
