import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';

const CODE_LIFE_MS = 600_000;
const ID_TOKEN_SECONDS = 3_600;
/** The one client of the provider: the org, which redeems the codes that its guests bring. */
export const IDP_CLIENT = 'simulated';

interface IssuedCode {
  readonly subject: string;
  readonly redirectUri: string;
  /** With PKCE, the S256 challenge of the verifier. */
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly expiresAtMs: number;
}

/** What a client hands in with a code. */
export interface CodeGrant {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier?: string | undefined;
}

/**
 * A small OpenID provider for guests (docs/facts/genesys.md section 11). There is no login page: `login_hint` is the
 * subject.
 */
export class IdentityProvider {
  readonly #codes = new Map<string, IssuedCode>();
  #keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined;

  /** Where the browser is redirected with its code, or why the request is refused. `nowMs` is Unix time. */
  authorize(query: URLSearchParams, nowMs: number): { readonly location: string } | { readonly refused: string } {
    const redirectUri = query.get('redirect_uri') ?? '';
    const subject = query.get('login_hint') ?? '';
    if (query.get('client_id') !== IDP_CLIENT) return { refused: 'client_id: no such client' };
    if (query.get('response_type') !== 'code') return { refused: 'response_type has to be code' };
    if (!URL.canParse(redirectUri)) return { refused: 'redirect_uri is no address' };
    if (subject === '') return { refused: 'login_hint is missing: it names the subject' };
    const code = randomUUID();
    const challenge = query.get('code_challenge') ?? undefined;
    const nonce = query.get('nonce') ?? undefined;
    this.#codes.set(code, { subject, redirectUri, challenge, nonce, expiresAtMs: nowMs + CODE_LIFE_MS });
    const location = new URL(redirectUri);
    location.searchParams.set('code', code);
    const state = query.get('state');
    if (state !== null) location.searchParams.set('state', state);
    return { location: location.href };
  }

  /** The subject and nonce that a code was issued for; undefined when it is not valid. A code is valid once. */
  redeem({ code, redirectUri, codeVerifier = '' }: CodeGrant, nowMs: number) {
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    if (issued === undefined || issued.expiresAtMs < nowMs || issued.redirectUri !== redirectUri) return undefined;
    const { challenge, subject, nonce } = issued;
    if (challenge !== undefined && challenge !== createHash('sha256').update(codeVerifier).digest('base64url'))
      return undefined;
    return { subject, nonce };
  }

  idToken(issuer: string, { subject, nonce }: { subject: string; nonce: string | undefined }, nowMs: number): string {
    const seconds = Math.floor(nowMs / 1_000);
    const claims = { iss: issuer, sub: subject, aud: IDP_CLIENT, iat: seconds, exp: seconds + ID_TOKEN_SECONDS, nonce };
    const signed = `${encoded({ alg: 'ES256', typ: 'JWT', kid: '1' })}.${encoded(claims)}`;
    const key = { key: this.#pair().privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  }

  /** The subject of an id token of this provider's, with that nonce; undefined when it is not valid. */
  subjectOf(idToken: string, nonce: string, nowMs: number): string | undefined {
    const [head = '', body = '', signature = ''] = idToken.split('.');
    const key = { key: this.#pair().publicKey, dsaEncoding: 'ieee-p1363' } as const;
    if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as {
      sub: string;
      exp: number;
      nonce?: string;
    };
    return claims.exp * 1_000 > nowMs && claims.nonce === nonce ? claims.sub : undefined;
  }

  /** The public key, as a JSON Web Key Set. */
  jwks() {
    const key = createPublicKey(this.#pair().privateKey).export({ format: 'jwk' });
    return { keys: [{ ...key, kid: '1', use: 'sig', alg: 'ES256' }] };
  }

  #pair() {
    this.#keys ??= generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return this.#keys;
  }
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
