import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { samlAssertion } from '../../../cli/tokens/saml-assertion.ts';
import { keyPairIn } from './key-pair.ts';

const { keyText: key, certificateText: certificate } = keyPairIn(mkdtempSync(path.join(tmpdir(), 'headroom-')));
const provider = { key, certificate, issuer: 'https://idp.test', audience: 'the-org', orgName: 'ours & theirs' };
const NOW = Date.parse('2026-01-01T00:00:00Z');
const xml = Buffer.from(samlAssertion(provider, 'a@example.com', 'https://login.test/saml', NOW), 'base64').toString();

/** The part of a document that its signature covers. Throws when the signature is invalid. */
function vouchedFor(document: string): string {
  const [signature = ''] = /<ds:Signature .*<\/ds:Signature>/s.exec(document) ?? [];
  const check = new SignedXml({ publicCert: certificate });
  check.loadSignature(signature);
  if (!check.checkSignature(document)) throw new Error('the signature does not hold');
  return check.getSignedReferences().join('');
}

describe('a SAML assertion', () => {
  it('is signed with the key, so that the certificate vouches for who logged in', () => {
    expect(vouchedFor(xml)).toMatch(/<saml:NameID[^>]*>a@example\.com<\/saml:NameID>/);
  });

  it('fails verification once it is changed', () => {
    expect(() => vouchedFor(xml.replace('a@example.com', 'b@example.com'))).toThrow();
  });

  it('has its signature right behind the issuer, with the certificate in it', () => {
    expect(xml).toMatch(/<saml:Assertion [^>]*><saml:Issuer>[^<]*<\/saml:Issuer><ds:Signature /);
    expect(xml).toContain('<ds:X509Certificate>');
  });

  it('names the org, the service and the address as Genesys asks for them, whatever characters they have', () => {
    const attribute = (name: string) => new RegExp(`Name="${name}"><saml:AttributeValue>([^<]*)<`).exec(xml)?.[1];
    expect(['OrganizationName', 'ServiceName', 'email'].map(attribute)).toEqual([
      'ours &amp; theirs',
      'directory',
      'a@example.com',
    ]);
  });

  it('is good for five minutes, and from ten seconds before, as clocks differ', () => {
    expect(xml).toContain('NotBefore="2025-12-31T23:59:50.000Z" NotOnOrAfter="2026-01-01T00:05:00.000Z"');
  });

  it('differs each time', () => {
    expect(samlAssertion(provider, 'a@example.com', 'https://login.test/saml', NOW)).not.toBe(
      samlAssertion(provider, 'a@example.com', 'https://login.test/saml', NOW),
    );
  });
});
