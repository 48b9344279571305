/** What one secret of Grafana Cloud may hold, in bytes (docs/facts/k6.md section 9, K9.20: 24 kB). */
export const MAX_SECRET_BYTES = 24_000;

/** One secret of k6: its name, and what it holds. */
export interface PackedSecret {
  readonly name: string;
  readonly value: string;
}

/**
 * Packs tokens into secrets of `perSecret` each, as the scripts take them apart: parted by commas. Throws an error of one
 * line where a secret would be too large; it quotes no token.
 *
 * @param name with `{n}`, which is the number of the secret from 1
 * @example packedSecrets(['a', 'b', 'c'], 'agents-{n}', 2) // agents-1 holds 'a,b', agents-2 'c'
 */
export function packedSecrets(tokens: readonly string[], name: string, perSecret: number): PackedSecret[] {
  const secrets = Array.from({ length: Math.ceil(tokens.length / perSecret) }, (_, index) => ({
    name: name.replaceAll('{n}', `${index + 1}`),
    value: tokens.slice(index * perSecret, (index + 1) * perSecret).join(','),
  }));
  const tooLarge = secrets.find(({ value }) => Buffer.byteLength(value) > MAX_SECRET_BYTES);
  if (tooLarge === undefined) return secrets;
  throw new Error(
    `agents.tokens.perSecret ${perSecret}: ${tooLarge.name} would be ${Buffer.byteLength(tooLarge.value)} bytes of ${MAX_SECRET_BYTES}; allowed: at most ${mostPerSecret(tokens)}`,
  );
}

/** How many of these tokens fit into one secret, whichever they are. */
export function mostPerSecret(tokens: readonly string[]): number {
  const longest = Math.max(1, ...tokens.map((token) => Buffer.byteLength(token)));
  return Math.max(1, Math.floor((MAX_SECRET_BYTES + 1) / (longest + 1)));
}
