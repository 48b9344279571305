import type { JwtAnswer } from '../../genesys/guest/jwt-exchange.ts';
import type { SignedInGuest } from '../../genesys/guest/session-identity.ts';
import type { Emit, SignInEvent } from '../../measures/events.ts';
import type { SignInState } from '../../measures/table/tag-values.ts';

/** A JWT that expires this soon (ms) is refreshed before a connection: the upgrade and the clocks take their time. */
const MARGIN_MS = 10_000;

/** What a sign-in asks of its surroundings. */
export interface SignInCalls {
  /** Brings a credential to the org; undefined where there is none. */
  signIn(): Promise<JwtAnswer | undefined>;
  refresh(refreshToken: string): Promise<JwtAnswer>;
  /** When a JWT expires (Unix ms). */
  expiresAtMs(jwt: string): number;
}

/**
 * The sign-in of one guest over its visit: a JWT before the first connection, and a refreshed one before a later
 * connection when it has expired or was refused. HTTP calls come between connections only, so it is the same in both
 * transports.
 */
export class GuestSignIn implements SignedInGuest {
  readonly #calls: SignInCalls;
  readonly #emit: Emit<SignInEvent>;
  #jwt: string | undefined;
  #refreshToken: string | undefined;
  #expiresAtMs = 0;
  /** The JWT came of a refresh, and no session has been configured with it yet. */
  #unproven = false;
  #over = false;

  constructor(calls: SignInCalls, emit: Emit<SignInEvent>) {
    this.#calls = calls;
    this.#emit = emit;
  }

  /** True once no JWT can be had any more: the visit is over. */
  get over(): boolean {
    return this.#over;
  }

  get jwt(): string {
    return this.#jwt ?? '';
  }

  /** Sees to a JWT for the next connection. Resolves to false where there is none now, or none ever (`over`). */
  async ready(nowMs: number): Promise<boolean> {
    if (this.#over) return false;
    if (this.#jwt === undefined) return this.#take(await this.#calls.signIn(), 'signed-in', 'refused');
    if (nowMs < this.#expiresAtMs - MARGIN_MS) return true;
    if (this.#refreshToken !== undefined)
      return this.#take(await this.#calls.refresh(this.#refreshToken), 'refreshed', 'refresh-refused');
    this.#end('unauthorized');
    return false;
  }

  accepted(): void {
    this.#unproven = false;
  }

  refused(): boolean {
    this.#expiresAtMs = 0;
    if (this.#unproven) this.#end('unauthorized');
    return !this.#over;
  }

  #take(answer: JwtAnswer | undefined, done: 'signed-in' | 'refreshed', refused: SignInState): boolean {
    if (answer === undefined) this.#end('no-credential');
    else if (answer.ok) {
      const { jwt, refreshToken = this.#refreshToken } = answer.tokens;
      this.#jwt = jwt;
      this.#refreshToken = refreshToken;
      this.#expiresAtMs = this.#calls.expiresAtMs(jwt);
      this.#unproven = done === 'refreshed';
      this.#emit({ kind: 'sign-in', state: done });
      return true;
    } else if (answer.why === 'refused') this.#end(refused);
    else this.#emit({ kind: 'sign-in', state: 'unanswered' });
    return false;
  }

  #end(state: SignInState): void {
    this.#over = true;
    this.#emit({ kind: 'sign-in', state });
  }
}
