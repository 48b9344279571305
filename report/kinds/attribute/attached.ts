import { STANDS_BETWEEN } from '../../../lib/verdict/rules/refused-and-cut/cuts.ts';
import type { Attachment } from '../../../search/attribution/attribution.ts';

interface Attached {
  /** What stops the next session, in a word or three. */
  readonly is: string;
  /** What it means, in a sentence. */
  readonly says: string;
  /** What to do about it. */
  readonly change: string;
}

/** What each attachment means for who reads it, and what to change then. A file may have names that are not known here. */
export const ATTACHED: Readonly<Partial<Record<string, Attached>> & Record<Attachment, Attached>> = {
  'source-address-limit': {
    is: 'a limit of the source address',
    says: 'The limit follows the source address: two addresses hold more than one does.',
    change:
      'It stops this load generator, and hardly the customers, who have addresses of their own: spread the load over more addresses (--local-ips, or several machines).',
  },
  'deployment-limit': {
    is: 'a limit of the deployment',
    says: 'The limit follows the deployment: all deployments together hold more than one alone.',
    change:
      'Spread the customers over more deployments (headroom provision writes them for Terraform), and ask Genesys what limits one.',
  },
  'duplicate-identity': {
    is: 'shared session tokens',
    says: 'The limit follows the session token: sessions that share one are thrown out.',
    change: 'Give each session a token of its own: customers.identity "unique" in the plan.',
  },
  'connection-rate-throttle': {
    is: 'a limit on the rate of connections',
    says: 'The limit is one on the rate of connections: it follows the pace, and not the level.',
    change:
      'Ramp more gently (customers.perMinute), spread the sessions over more deployments, and let retries back off (retry.first, retry.factor).',
  },
  'session-weight': {
    is: 'a limit of conversations',
    says: 'The limit follows the weight of a session: open sockets hold more than conversations.',
    change:
      'Ask Genesys what limits live conversations rather than connections; until then plan by conversations, and end those that nobody goes on with.',
  },
  'one-pool-for-both-sides': {
    is: "one limit for guests' and agents' sockets",
    says: 'Guests and agents share one limit: more guests come in without the sockets of agents.',
    change:
      'Count agents and customers together when you plan, and ask Genesys for the limit of both; fewer sockets for each agent leave more for customers.',
  },
  'tenant-connection-ceiling': {
    is: 'a limit of the tenant',
    says: "The limit is the tenant's: it follows neither source address nor deployment nor pace.",
    change:
      'Ask Genesys what limits concurrent web messaging connections of the org, with this result and that of headroom ceiling (headroom ticket writes the request); more deployments or addresses change nothing.',
  },
  'deployment-inactive': {
    is: 'a deployment that lets nobody in',
    says: 'One or more deployments refuse every session, and were left out.',
    change: 'Activate it in Genesys Cloud, or take it out of the plan: headroom preflight reads the status of each.',
  },
  'refused-by-chance': {
    is: 'refusals by chance',
    says: 'Sessions are refused by chance far below the level, and no level shows behind it.',
    change: `${STANDS_BETWEEN}. A try again lets such a session in (retry).`,
  },
  'sessions-cut': {
    is: 'sessions that are cut',
    says: 'Sessions are closed by the other side far below the level, and no level shows behind it.',
    change: `${STANDS_BETWEEN}; coming again (retry) makes up for nothing.`,
  },
  none: {
    is: 'nothing',
    says: 'No limit was met in either arm of any axis.',
    change: 'Find the level first (headroom ceiling), and try again around it.',
  },
  undetermined: {
    is: 'not known',
    says: 'What was measured does not tell what the limit is attached to.',
    change:
      'Try again at a quiet hour, and with what could not be varied: the reasons are below. More deployments, agents and source addresses part more axes.',
  },
};
