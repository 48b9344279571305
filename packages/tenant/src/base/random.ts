/**
 * Seeded numbers in [0, 1): xorshift32 over a mixed seed. It is the tenant's own, since the tenant shares no code with
 * what it tests.
 */
export function seeded(seed: number): () => number {
  let state = (Math.imul(seed + 1, 2_654_435_761) ^ 0x5bd1e995) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 8; warmUp++) next();
  return next;
}
