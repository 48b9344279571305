import secrets from 'k6/secrets';
import { type Inputs, tokensIn } from '../../plan/inputs.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import { simulatedToken } from '../../plan/simulated-token.ts';
import type { TokenSource } from './client.ts';

/**
 * Where the token of agent `index`, counted from 0, comes from. A file is read before the run, and a simulated token is
 * good for ever: neither has another for one that was refused. A secret is asked for anew.
 */
export function tokenSource({ tokens }: AgentsPlan, inputs: Inputs, index: number): TokenSource {
  if (tokens.source === 'secrets') return secretSource(tokens.name.replaceAll('{n}', `${index + 1}`));
  return async (refused) => {
    if (refused !== undefined) return undefined;
    return tokens.source === 'simulated' ? simulatedToken(index) : tokensIn(inputs).at(index);
  };
}

/** A source that has no such secret gives no token: what it says of it may quote one. */
function secretSource(name: string): TokenSource {
  return async (refused) => {
    try {
      const token = (await secrets.get(name)).trim();
      return token === '' || token === refused ? undefined : token;
    } catch {
      return undefined;
    }
  };
}
