import secrets from 'k6/secrets';
import { exchangeCode, type JwtAnswer, refreshJwt } from '../../genesys/guest/jwt-exchange.ts';
import { simulatedCode } from '../../genesys/guest/simulated-provider.ts';
import type { OnCall } from '../../genesys/platform/api-call.ts';
import { guestsIn, type Inputs } from '../../plan/inputs.ts';
import type { AuthenticationPlan, Plan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';

/**
 * Brings the credential of visit `number` to the org, as the plan has it. Undefined where there is none: a file of codes
 * has one for each visit and may be used up.
 *
 * @example
 * const answer = await signInWith(inputs, plan, plan.customers.authentication, { number: 17, deploymentId, called });
 */
export async function signInWith(
  inputs: Inputs,
  plan: Plan,
  authentication: AuthenticationPlan,
  visit: { readonly number: number; readonly deploymentId: string; readonly called: OnCall },
): Promise<JwtAnswer | undefined> {
  const { number, deploymentId, called } = visit;
  const { api } = hostsOf(plan.target);
  const { credentials, kind, redirectUri = '' } = authentication;
  if (credentials.source === 'simulated') {
    const code = await simulatedCode(api, `guest-${number + 1}`);
    return code && exchangeCode(api, deploymentId, code, called);
  }
  const credential = await credentialOf(inputs, plan, authentication, number);
  if (credential === undefined) return undefined;
  if (kind === 'refresh-token') {
    const answer = await refreshJwt(api, deploymentId, credential, called);
    return answer.ok ? { ok: true, tokens: { refreshToken: credential, ...answer.tokens } } : answer;
  }
  const [code = '', codeVerifier] = credential.split(/\s+/);
  return exchangeCode(api, deploymentId, { code, redirectUri, ...(codeVerifier && { codeVerifier }) }, called);
}

/** A code is of one visit. A refresh token is of a guest, who comes again with the later visits of its slot. */
async function credentialOf(
  inputs: Inputs,
  { customers }: Plan,
  { credentials, kind }: AuthenticationPlan,
  number: number,
): Promise<string | undefined> {
  if (credentials.source === 'secrets') {
    const index = kind === 'code' ? number : number % customers.sessions;
    return secretNamed(credentials.name.replaceAll('{n}', `${index + 1}`));
  }
  const guests = guestsIn(inputs);
  return guests.at(kind === 'code' ? number : number % guests.length);
}

/** A secret that its source does not hold is no credential. The error is not logged, since it may quote a secret. */
async function secretNamed(name: string): Promise<string | undefined> {
  try {
    return (await secrets.get(name)).trim() || undefined;
  } catch {
    return undefined;
  }
}
