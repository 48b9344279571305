import { OAuthClients } from './oauth-clients.ts';
import { Roles } from './roles.ts';
import type { SamlProvider } from './saml-provider.ts';

/** What an administrator sets so that users get tokens and may do their work. */
export class Authorization {
  readonly roles = new Roles();
  readonly oauthClients = new OAuthClients();
  /** The generic provider of single sign-on, once somebody has written one. */
  samlProvider: SamlProvider | undefined;
}
