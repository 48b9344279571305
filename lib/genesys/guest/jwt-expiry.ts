import encoding from 'k6/encoding';

/**
 * When a JWT expires (Unix ms), by its claim `exp`; infinity where it does not tell. Such a one is refreshed once the
 * org answers 401.
 */
export function jwtExpiresAtMs(jwt: string): number {
  try {
    const claims = JSON.parse(encoding.b64decode(jwt.split('.')[1] ?? '', 'rawurl', 's')) as { exp?: unknown } | null;
    return typeof claims?.exp === 'number' ? claims.exp * 1_000 : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
