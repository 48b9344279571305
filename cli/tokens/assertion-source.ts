import { execFile } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { readInputFile } from '../io/input-file.ts';
import { type IdentityProvider, samlAssertion } from './saml-assertion.ts';

export interface AssertionOptions {
  readonly key?: string;
  readonly certificate?: string;
  readonly issuer: string;
  readonly audience?: string;
  readonly assertionCommand?: string;
  readonly orgName: string;
}

/** Makes the assertion of a user, in base64. Throws an error of one line that does not contain the assertion. */
export type AssertionSource = (email: string) => Promise<string>;

const MAX_BYTES = 1_000_000;
const COMMAND_MS = 60_000;

/**
 * Chooses how assertions are made: signed here with `--key` and `--certificate`, or printed by `--assertion-command`.
 * Throws an error of one line.
 */
export function assertionSource(options: AssertionOptions, login: string, cwd: string): AssertionSource {
  const { key, certificate, assertionCommand } = options;
  if (assertionCommand !== undefined && key === undefined && certificate === undefined)
    return (email) => printed(assertionCommand, email);
  if (assertionCommand !== undefined || key === undefined || certificate === undefined)
    throw new Error('no way to make assertions; allowed: --key and --certificate, or --assertion-command');
  const provider: IdentityProvider = {
    ...pairOf(key, certificate, cwd),
    issuer: options.issuer,
    audience: options.audience ?? login,
    orgName: options.orgName,
  };
  return async (email) => samlAssertion(provider, email, login, Date.now());
}

function pairOf(keyFile: string, certificateFile: string, cwd: string): { key: string; certificate: string } {
  const key = readInputFile('--key', keyFile, cwd);
  const certificate = readInputFile('--certificate', certificateFile, cwd);
  let matches: boolean;
  try {
    matches = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new Error('--key or --certificate: not PEM, or encrypted; allowed: an RSA key and its X.509 certificate');
  }
  if (!matches) throw new Error('--certificate: not the certificate of --key');
  return { key, certificate };
}

/** Runs `<command> <email>` and returns what it prints, without white space. */
async function printed(command: string, email: string): Promise<string> {
  const [file = '', ...words] = command.split(' ').filter((word) => word !== '');
  try {
    const options = { timeout: COMMAND_MS, maxBuffer: MAX_BYTES };
    return (await promisify(execFile)(file, [...words, email], options)).stdout.replace(/\s+/g, '');
  } catch (error) {
    const { code } = error as { code?: string | number };
    throw new Error(`--assertion-command ${file}: ended with ${code ?? 'a signal'} for ${email}`);
  }
}
