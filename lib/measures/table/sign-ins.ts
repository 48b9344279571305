import type { Measure } from './measure.ts';
import { SIGN_IN_STATES } from './tag-values.ts';

/** What is measured of guests that sign in. */
export const SIGN_INS = [
  {
    name: 'guest_sign_ins',
    kind: 'Counter',
    sides: ['customer'],
    needs: 'authentication',
    unit: 'sign-ins',
    tags: { state: SIGN_IN_STATES },
    says: "Sign-ins of guests, by the plan's `customers.authentication`: signed-in (the first JWT of a visit), refreshed (a later one), refused (the org does not take the credential: a 4xx other than 429), refresh-refused (the same of a refresh in mid-visit), unauthorized (a session does not take a JWT that was just refreshed: 401; or a JWT has ended and there is no refresh token), unanswered (no answer, 429, a 5xx or not a JWT; tried again by the plan's `retry`), no-credential (there is none for the visit). A guest that is refused, unauthorized or without a credential ends its visit.",
    splits: [{ side: 'customer', by: { state: SIGN_IN_STATES } }],
  },
  {
    name: 'guest_sign_in_failed',
    kind: 'Rate',
    sides: ['customer'],
    needs: 'authentication',
    unit: 'sign-ins',
    tags: {},
    says: 'What the org, or the plan, decided on a guest: 0 if it signed in, 1 if it could not or did not stay signed in (refused, refresh-refused, unauthorized or no-credential in `guest_sign_ins`).',
    splits: [],
    rule: { '': 'share of sign-ins of guests that were refused, at first or in mid-visit, or had no credential' },
  },
] as const satisfies readonly Measure[];
