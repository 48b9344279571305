/**
 * Round numbers from the least to the greatest value, about `count` of them, at a distance of 1, 2 or 5 times a power of ten.
 *
 * @example ticksOf(0, 187, 4); // [0, 50, 100, 150]
 */
export function ticksOf(min: number, max: number, count: number): number[] {
  const range = max - min;
  if (!(range > 0)) return [min];
  const power = 10 ** Math.floor(Math.log10(range / count));
  const step = ([1, 2, 5, 10].find((factor) => range / (factor * power) <= count) ?? 10) * power;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
