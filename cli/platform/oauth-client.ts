import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import { knownSecrets } from '../io/secrets.ts';

/** The credentials of an OAuth client of the org. They are never printed. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the OAuth client from GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET. A simulated tenant on this machine has a
 * client that needs neither. Throws an error of one line when one of them is missing.
 */
export function clientCredentialsIn(env: Env, target: Plan['target']): ClientCredentials {
  const { GENESYS_CLIENT_ID: id, GENESYS_CLIENT_SECRET: secret } = env;
  if (id && secret) {
    knownSecrets.add(secret);
    knownSecrets.add(basicAuthorization({ id, secret }).slice('Basic '.length));
    return { id, secret };
  }
  if (!id && !secret && isLoopback(target)) return { id: 'simulated', secret: 'simulated' };
  const missing = id ? 'GENESYS_CLIENT_SECRET' : 'GENESYS_CLIENT_ID';
  throw new Error(
    `${missing}: not in the environment; allowed: GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET of an OAuth client of ${nameOf(target)}`,
  );
}

/** The `Authorization` header of the token endpoint. */
export const basicAuthorization = ({ id, secret }: ClientCredentials): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
