const JWT_SECONDS = 3_600;

interface IssuedJwt {
  /** The token of the session that it was issued to. */
  readonly token: string;
  /** Unix time (s). */
  readonly exp: number;
}

/** Credentials with which a guest reads its history. They are random ids, not signed JWTs. */
export class GuestJwts {
  /** In the order in which they expire. */
  readonly #issued = new Map<string, IssuedJwt>();

  /** Issues one, `jwt`, for an hour. `exp` is Unix time (s), as in the JwtResponse. */
  issue(jwt: string, token: string, nowMs: number): { jwt: string; exp: number } {
    const exp = Math.floor(nowMs / 1_000) + JWT_SECONDS;
    this.#issued.set(jwt, { token, exp });
    return { jwt, exp };
  }

  /** The token of the session it was issued to; undefined when it is unknown or has expired. */
  tokenOf(jwt: string, nowMs: number): string | undefined {
    const issued = this.#issued.get(jwt);
    return issued !== undefined && issued.exp * 1_000 > nowMs ? issued.token : undefined;
  }

  dropExpired(nowMs: number): void {
    for (const [jwt, { exp }] of this.#issued) {
      if (exp * 1_000 > nowMs) break;
      this.#issued.delete(jwt);
    }
  }
}
