import { X509Certificate } from 'node:crypto';
import type { Plan } from '../../lib/plan/schema.ts';
import { readInputFile } from '../io/input-file.ts';
import type { AgentAccess, SamlSettings } from './agent-access.ts';

/** The options that say what is made for agents besides queues. */
export interface AccessOptions {
  readonly createUsers: boolean;
  /** Names of roles. */
  readonly withRole: readonly string[];
  readonly oauthClient: boolean;
  /** A file. */
  readonly samlCertificate?: string;
  readonly samlIssuer: string;
  readonly samlAudience?: string;
}

/** What the options ask for. `isTold` says whether the agents' addresses are. Throws an error of one line. */
export function agentAccess(options: AccessOptions, { agents }: Plan, isTold: boolean, cwd: string): AgentAccess {
  const { createUsers, withRole: roles, oauthClient } = options;
  if (createUsers && !isTold)
    throw new Error('--create-users: no addresses; allowed: with --users or --users-file, which name them');
  if (roles.length > 0 && !createUsers)
    throw new Error(
      `--with-role ${roles[0]}: the users are not made; allowed: with --create-users, since roles that Terraform writes replace all others of a user`,
    );
  return { createUsers, roles, capacity: agents?.capacity ?? 1, oauthClient, saml: samlSettings(options, cwd) };
}

function samlSettings(options: AccessOptions, cwd: string): SamlSettings | undefined {
  const { samlCertificate: file, samlIssuer: issuer, samlAudience: audience } = options;
  if (file === undefined && audience !== undefined)
    throw new Error(`--saml-audience ${audience}: no provider is made; allowed: with --saml-certificate`);
  return file === undefined ? undefined : { certificate: certificateIn(file, cwd), issuer, audience };
}

/** The certificate of the file and nothing else of it, so that no key gets into Terraform. */
function certificateIn(file: string, cwd: string): string {
  const text = readInputFile('--saml-certificate', file, cwd);
  try {
    return new X509Certificate(text).toString();
  } catch {
    throw new Error(
      `--saml-certificate ${file}: no certificate; allowed: X.509 in PEM, as openssl req -x509 writes it`,
    );
  }
}
