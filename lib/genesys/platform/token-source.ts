import secrets from 'k6/secrets';
import { type Inputs, tokensIn } from '../../plan/inputs.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import { simulatedToken } from '../../plan/simulated-token.ts';
import type { TokenSource } from './client.ts';

/**
 * The source of the token of agent `index`, counted from 0. A file is read before the run, and a simulated token
 * never expires: neither has a second token where one was refused. A secret is read anew from its source.
 */
export function tokenSource({ tokens }: AgentsPlan, inputs: Inputs, index: number): TokenSource {
  if (tokens.source === 'secrets') {
    const { name, perSecret } = tokens;
    return secretSource(name.replaceAll('{n}', `${Math.floor(index / perSecret) + 1}`), index % perSecret);
  }
  return async (refused) => {
    if (refused !== undefined) return undefined;
    return tokens.source === 'simulated' ? simulatedToken(index) : tokensIn(inputs).at(index);
  };
}

/**
 * The token at `place` of a secret, which may hold several, parted by commas or blanks: no token has one. A secret that
 * its source does not hold counts as no token. The error is not logged, since it may quote a secret.
 */
function secretSource(name: string, place: number): TokenSource {
  return async (refused) => {
    try {
      const token = (await secrets.get(name)).trim().split(/[\s,]+/)[place];
      return token === '' || token === refused ? undefined : token;
    } catch {
      return undefined;
    }
  };
}
