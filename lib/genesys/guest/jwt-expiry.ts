import { textOfBase64Url } from '../../base/base64-url.ts';

/**
 * When a JWT expires (Unix ms), by its claim `exp`; infinity where it does not tell. Such a one is refreshed once the
 * org answers 401.
 */
export function jwtExpiresAtMs(jwt: string): number {
  try {
    const claims = JSON.parse(textOfBase64Url(jwt.split('.')[1] ?? '')) as { exp?: unknown } | null;
    return typeof claims?.exp === 'number' ? claims.exp * 1_000 : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
