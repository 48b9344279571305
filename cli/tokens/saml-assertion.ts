import { randomBytes } from 'node:crypto';
import { SignedXml } from 'xml-crypto';

/** The identity provider of the test: its key, and how Genesys Cloud knows it. */
export interface IdentityProvider {
  /** The private key, PEM. */
  readonly key: string;
  /** The certificate, PEM, as the org's single sign-on has it. */
  readonly certificate: string;
  /** The entity ids of the provider and of the org. */
  readonly issuer: string;
  readonly audience: string;
  /** The org's short name. */
  readonly orgName: string;
}

/** An assertion is valid for 5 minutes, from 10 s before it is made: Genesys allows clocks to differ by 10 s. */
const GOOD_MS = 300_000;
const SKEW_MS = 10_000;
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/**
 * A SAML 2.0 response with one signed assertion that `email` has logged in. It is in base64, as the SAML2 bearer grant
 * takes it. `login` is the address that receives it.
 *
 * Source: help.mypurecloud.com, "Add a generic single sign-on provider"; MyPureCloud/saml2bearer-oauth-example.
 */
export function samlAssertion(provider: IdentityProvider, email: string, login: string, nowMs: number): string {
  const signed = new SignedXml({
    privateKey: provider.key,
    publicCert: provider.certificate,
    signatureAlgorithm: RSA_SHA256,
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  const assertion = "//*[local-name(.)='Assertion']";
  signed.addReference({ xpath: assertion, transforms: [ENVELOPED, EXCLUSIVE], digestAlgorithm: SHA256 });
  // The schema requires the signature right behind the issuer.
  const location = { reference: `${assertion}/*[local-name(.)='Issuer']`, action: 'after' as const };
  signed.computeSignature(response(provider, email, login, nowMs), { location, prefix: 'ds' });
  return Buffer.from(signed.getSignedXml()).toString('base64');
}

function response(
  { issuer, audience, orgName }: IdentityProvider,
  email: string,
  login: string,
  nowMs: number,
): string {
  const at = (ms: number): string => new Date(nowMs + ms).toISOString();
  const [from, until] = [at(-SKEW_MS), at(GOOD_MS)];
  const attributes = { OrganizationName: orgName, ServiceName: 'directory', email };
  return [
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${id()}" Version="2.0" IssueInstant="${at(0)}" Destination="${xml(login)}">`,
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${xml(issuer)}</saml:Issuer>`,
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>',
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id()}" Version="2.0" IssueInstant="${at(0)}">`,
    `<saml:Issuer>${xml(issuer)}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${xml(email)}</saml:NameID>`,
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">',
    `<saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${xml(login)}"/>`,
    '</saml:SubjectConfirmation></saml:Subject>',
    `<saml:Conditions NotBefore="${from}" NotOnOrAfter="${until}"><saml:AudienceRestriction>`,
    `<saml:Audience>${xml(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${at(0)}"><saml:AuthnContext>`,
    '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>',
    '</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>',
    ...Object.entries(attributes).map(
      ([name, value]) =>
        `<saml:Attribute Name="${name}"><saml:AttributeValue>${xml(value)}</saml:AttributeValue></saml:Attribute>`,
    ),
    '</saml:AttributeStatement></saml:Assertion></samlp:Response>',
  ].join('');
}

/** An XML id must not begin with a digit. */
const id = (): string => `_${randomBytes(16).toString('hex')}`;

const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
