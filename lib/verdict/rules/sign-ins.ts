import { LOST_SIGN_INS } from '../../plan/gate-goals.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { type Finding, SOME, told } from './finding.ts';
import { losesTooMany } from './service.ts';

/** Guests that are to sign in and cannot, or in mid-visit no more: the org does not take what they bring. */
export function guestsNotSignedIn(reading: Reading, plan: Plan): Finding | undefined {
  const { signIns } = reading;
  const { refused, unanswered, unauthorized } = signIns;
  const missing = signIns['no-credential'];
  const lost = signIns['refresh-refused'] + unauthorized;
  const guests = signIns['signed-in'] + refused + missing;
  const out = refused + missing + lost;
  if (Math.max(out, unanswered) <= guests * SOME) return undefined;
  // Few may be lost and the gate hold, where most visits are of anonymous guests; its rule on sign-ins goes before.
  if (out <= (guests + lost) * LOST_SIGN_INS && !losesTooMany(reading, plan)) return undefined;
  const evidence = [
    ...told(refused, 'credentials were refused when they were exchanged for a JWT'),
    ...told(missing, 'visits had no credential'),
    ...told(signIns['refresh-refused'], 'JWTs ended in mid-visit, and their refresh was refused'),
    ...told(unauthorized, 'JWTs were refused right after a refresh (401), or ended without a refresh token'),
    ...told(unanswered, 'calls to sign in or to refresh were not answered, or not with a JWT'),
    `${signIns['signed-in']} guests signed in, and ${signIns.refreshed} JWTs were refreshed`,
  ];
  return {
    cause: 'guests-not-signed-in',
    says:
      out === 0
        ? `Sign-ins are held up: ${unanswered} calls for a JWT came to nothing.`
        : `${out} of ${guests} guests could not sign in, or did not stay signed in.`,
    evidence,
    change: changeFor(refused + missing >= lost, plan.customers),
  };
}

function changeFor(atFirst: boolean, { authentication }: Plan['customers']): string {
  if (!atFirst)
    return 'Have the org keep refresh tokens for longer than a visit (Max Refresh Token Lifetime of its OpenID Connect Messenger Configuration), or make visits shorter.';
  const fresh =
    authentication?.kind === 'refresh-token'
      ? 'refresh tokens that have not expired'
      : 'codes that nobody has used, issued just before the run and with the plan’s redirectUri';
  return `Give each guest a credential of its own (customers.authentication.credentials): ${fresh}. The deployment has to have authentication enabled (headroom preflight).`;
}
