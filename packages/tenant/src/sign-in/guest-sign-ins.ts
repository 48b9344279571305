import { randomUUID } from 'node:crypto';
import type { JwtExchangeAnswer } from '@headroom/genesys-wire/guest';
import type { Profile } from '../profile/schema.ts';
import { type CodeGrant, IdentityProvider } from './identity-provider.ts';

/** Who a guest is that has signed in, and until when the JWT lasts that says so. */
export interface GuestIdentity {
  /** The subject at the identity provider. */
  readonly subject: string;
  readonly deploymentId: string;
  /** Unix time (ms). */
  readonly expiresAtMs: number;
}

type OauthGrant = CodeGrant | { readonly idToken: string; readonly nonce: string };

/** The JWTs and refresh tokens of guests that sign in (docs/facts/genesys.md section 11). */
export class GuestSignIns {
  readonly idp = new IdentityProvider();
  readonly #jwts = new Map<string, GuestIdentity>();
  readonly #refreshTokens = new Map<string, GuestIdentity>();
  readonly #settings: () => Profile['auth'];

  constructor(settings: () => Profile['auth']) {
    this.#settings = settings;
  }

  /**
   * Exchanges what the guest brings from its provider. Undefined when that is not valid. An id token comes without a
   * refresh token, as in Genesys's implicit flow.
   */
  exchange(deploymentId: string, grant: OauthGrant, nowMs: number): JwtExchangeAnswer | undefined {
    const byCode = 'code' in grant;
    const subject = byCode
      ? this.idp.redeem(grant, nowMs)?.subject
      : this.idp.subjectOf(grant.idToken, grant.nonce, nowMs);
    if (subject === undefined) return undefined;
    const jwt = this.#issue({ subject, deploymentId }, nowMs);
    if (!byCode) return { jwt };
    const refreshToken = randomUUID();
    const expiresAtMs = nowMs + this.#settings().refreshTokenSeconds * 1_000;
    this.#refreshTokens.set(refreshToken, { subject, deploymentId, expiresAtMs });
    return { jwt, refreshToken };
  }

  /** A new JWT, while the refresh token lasts. The refresh token stays. */
  refresh(refreshToken: string, nowMs: number): JwtExchangeAnswer | undefined {
    const issued = this.#refreshTokens.get(refreshToken);
    if (issued === undefined || issued.expiresAtMs <= nowMs) return undefined;
    return { jwt: this.#issue(issued, nowMs) };
  }

  /** Signs a guest out: none of its tokens is valid any more. Returns who it was. */
  revoke(jwt: string, nowMs: number): GuestIdentity | undefined {
    const guest = this.identityOf(jwt, nowMs);
    if (guest === undefined) return undefined;
    for (const issued of [this.#jwts, this.#refreshTokens])
      for (const [token, { subject }] of issued) if (subject === guest.subject) issued.delete(token);
    return guest;
  }

  /** Whom a JWT stands for; undefined when it is unknown or has expired. */
  identityOf(jwt: string, nowMs: number): GuestIdentity | undefined {
    const guest = this.#jwts.get(jwt);
    return guest !== undefined && guest.expiresAtMs > nowMs ? guest : undefined;
  }

  dropExpired(nowMs: number): void {
    for (const issued of [this.#jwts, this.#refreshTokens])
      for (const [token, { expiresAtMs }] of issued) if (expiresAtMs <= nowMs) issued.delete(token);
  }

  /** Its signature is a random id, since only this tenant reads it. */
  #issue({ subject, deploymentId }: Omit<GuestIdentity, 'expiresAtMs'>, nowMs: number): string {
    const expiresAtMs = nowMs + this.#settings().jwtSeconds * 1_000;
    const claims = { exp: Math.floor(expiresAtMs / 1_000) };
    const [head, body] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const jwt = `${head}.${body}.${randomUUID()}`;
    this.#jwts.set(jwt, { subject, deploymentId, expiresAtMs });
    return jwt;
  }
}
