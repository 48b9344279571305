/**
 * The one-sided p of Fisher's exact test: how often, with the same totals, at least as many of the later are in.
 *
 * @example
 * fisherP({ in: 0, of: 16 }, { in: 12, of: 12 }); // 3e-8
 */
export function fisherP(
  earlier: { readonly in: number; readonly of: number },
  later: { readonly in: number; readonly of: number },
): number {
  const inside = earlier.in + later.in;
  let p = 0;
  for (let count = later.in; count <= Math.min(later.of, inside); count++) {
    if (inside - count > earlier.of) continue;
    p += Math.exp(
      logChoose(later.of, count) + logChoose(earlier.of, inside - count) - logChoose(later.of + earlier.of, inside),
    );
  }
  return Math.min(1, p);
}

function logChoose(of: number, size: number): number {
  let total = 0;
  for (let at = 1; at <= size; at++) total += Math.log((of - size + at) / at);
  return total;
}
