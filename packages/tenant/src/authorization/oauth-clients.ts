import { randomUUID } from 'node:crypto';
import { oauthClientId } from '../base/ready-made-ids.ts';

export const GRANT_TYPES = ['CODE', 'TOKEN', 'SAML2-BEARER', 'PASSWORD', 'CLIENT-CREDENTIALS'] as const;

/** What is written of an OAuth client (docs/facts/genesys.md section 2.1). */
export interface OAuthClientInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly authorizedGrantType: (typeof GRANT_TYPES)[number];
  /** How long its tokens last, in seconds. */
  readonly accessTokenValiditySeconds: number;
  readonly registeredRedirectUri?: readonly string[] | undefined;
  readonly scope?: readonly string[] | undefined;
  readonly roleDivisions?: readonly { readonly roleId: string; readonly divisionId: string }[] | undefined;
  readonly state: 'active' | 'inactive';
}

export interface OAuthClient extends OAuthClientInput {
  readonly id: string;
  readonly secret: string;
}

/** The OAuth clients that somebody made. The ready-made one, `simulated`, is none of them. */
export class OAuthClients {
  readonly #byId = new Map<string, OAuthClient>();
  #made = 0;

  all(): OAuthClient[] {
    return [...this.#byId.values()];
  }

  get(id: string): OAuthClient | undefined {
    return this.#byId.get(id);
  }

  make(input: OAuthClientInput): OAuthClient {
    this.#made++;
    return this.#put({ ...input, id: oauthClientId(this.#made), secret: randomUUID() });
  }

  change({ id, secret }: OAuthClient, input: OAuthClientInput): OAuthClient {
    return this.#put({ ...input, id, secret });
  }

  /** Gives the client another secret. The old one is no longer good. */
  renewSecret(client: OAuthClient): OAuthClient {
    return this.#put({ ...client, secret: randomUUID() });
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  #put(client: OAuthClient): OAuthClient {
    this.#byId.set(client.id, client);
    return client;
  }
}
