import { streamOf } from '../../base/streams.ts';
import { refreshJwt } from '../../genesys/guest/jwt-exchange.ts';
import { jwtExpiresAtMs } from '../../genesys/guest/jwt-expiry.ts';
import type { CustomerEvent, Emit } from '../../measures/events.ts';
import type { Inputs } from '../../plan/inputs.ts';
import type { Plan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import { signInWith } from './guest-credential.ts';
import { GuestSignIn } from './guest-sign-in.ts';

/** The sign-in of the guest of visit `number` on a deployment; undefined where the guest stays anonymous. */
export type SignInOf = (number: number, deploymentId: string) => GuestSignIn | undefined;

/**
 * Whether the guest of visit `number` signs in. It depends on the plan and the number alone.
 *
 * @example
 * signsIn(plan, 17); // true for a share of the visits
 */
export function signsIn({ seed, customers }: Pick<Plan, 'seed' | 'customers'>, number: number): boolean {
  const { authentication } = customers;
  return authentication !== undefined && streamOf('sign-in', seed, number)() < authentication.share;
}

/**
 * How the guests of a plan sign in. A script hands in the call of this function, so that its module is made only where
 * the plan has guests that do (build/lazy-calls.ts).
 */
export function signGuestsIn(inputs: Inputs, plan: Plan, emit: Emit<CustomerEvent>): SignInOf {
  const { authentication } = plan.customers;
  const { api } = hostsOf(plan.target);
  return (number, deploymentId) => {
    if (authentication === undefined || !signsIn(plan, number)) return undefined;
    const calls = {
      signIn: () => signInWith(inputs, plan, authentication, { number, deploymentId, called: emit }),
      refresh: (refreshToken: string) => refreshJwt(api, deploymentId, refreshToken, emit),
      expiresAtMs: jwtExpiresAtMs,
    };
    return new GuestSignIn(calls, emit);
  };
}
