import type { ApiRoute } from '../http/call.ts';
import { inUser } from './users.ts';

/** Users of the simulation have no voicemail. Terraform's provider reads its policy with each user. */
export const voicemailPolicyRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/v2/voicemail/userpolicies/{}',

    answer: inUser(() => ({ enabled: false, alertTimeoutSeconds: 0, sendEmailNotifications: false })),
  },
];
