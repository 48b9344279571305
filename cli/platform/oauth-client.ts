import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';

/** An OAuth client of the org. Never printed. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The OAuth client that the environment names: GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET. A tenant on this machine
 * has one that everybody knows. Throws one line.
 */
export function clientCredentialsIn(env: Env, target: Plan['target']): ClientCredentials {
  const { GENESYS_CLIENT_ID: id, GENESYS_CLIENT_SECRET: secret } = env;
  if (id && secret) return { id, secret };
  if (!id && !secret && isLoopback(target)) return { id: 'simulated', secret: 'simulated' };
  const missing = id ? 'GENESYS_CLIENT_SECRET' : 'GENESYS_CLIENT_ID';
  throw new Error(
    `${missing}: not in the environment; allowed: GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET of an OAuth client of ${nameOf(target)}`,
  );
}

/** The `Authorization` of the token endpoint. */
export const basicAuthorization = ({ id, secret }: ClientCredentials): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
