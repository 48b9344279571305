/** The generic provider of the org's single sign-on, as it was written (docs/facts/genesys.md section 13). */
export interface SamlProvider {
  readonly name: string;
  readonly issuerURI: string;
  readonly disabled?: boolean | undefined;
  readonly [other: string]: unknown;
}

/** Whether the org takes assertions of this issuer: of any, where nobody has written a provider. */
export const trusts = (provider: SamlProvider | undefined, issuer: string): boolean =>
  provider === undefined || (provider.disabled !== true && provider.issuerURI === issuer);
