import type { Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import { type Finding, percent, SOME } from '../finding.ts';
import { losesTooMany } from '../service.ts';

/**
 * Causes that keep a session from opening. A status proves nothing: a rate limit may answer 503, and a ceiling 429.
 * So these rules read levels, paces and phases. Only a 403 is read by its number, because nothing else tells it.
 */

const NEARLY_ALL = 0.9;

export function originRefused(reading: Reading, plan: Plan): Finding | undefined {
  const { refused, refused403, attempts, admitted } = reading;
  if (refused403 < attempts * NEARLY_ALL || refused403 === 0 || admitted > 0) return undefined;
  const seen = `${refused} of ${attempts} upgrades were refused by HTTP, and 403 is what was seen of them`;
  const origins = [...new Set(plan.deployments.map(({ origin }) => origin))].join(', ');
  return {
    cause: 'origin-refused',
    says: 'The deployment does not take this origin: its upgrades are answered 403.',
    evidence: [seen, `the plan's origin is ${origins}`],
    change: `Allow ${origins} in the deployment's configuration, or put an allowed origin into the plan.`,
    next: 'An inactive deployment may be refused with 403 too: look at its status in Genesys Cloud.',
  };
}

/**
 * Sockets opened, and the org refused to configure sessions on them. A silent socket (half-open) and a session that
 * came too fast do not count as refused. Results of older versions do not tell these apart.
 */
export function deploymentInactive(reading: Reading, plan: Plan): Finding | undefined {
  const { admitted, opened, notConfigured, evicted } = reading;
  const isCounted = Object.values(notConfigured).some((count) => count > 0);
  const refused = isCounted ? notConfigured.refused : admitted - opened;
  if (refused < 2 || refused <= admitted * SOME || evicted > 0) return undefined;
  const evidence = [`${admitted} upgrades were admitted, and ${opened} sessions came of them`];
  if (isCounted) evidence.push(`the org refused to configure ${refused} sessions`);
  return {
    cause: 'deployment-inactive',
    says: 'Sockets open, and the sessions on them are refused: a deployment is not active.',
    evidence,
    change: `Activate the deployment in Genesys Cloud, or take it out of the plan (it has ${plan.deployments.length}).`,
  };
}

export function duplicateIdentity(reading: Reading, plan: Plan): Finding | undefined {
  const { evicted, opened } = reading;
  if (evicted === 0 || evicted <= opened * SOME || !losesTooMany(reading, plan)) return undefined;
  const shared = plan.customers.identity === 'shared';
  return {
    cause: 'duplicate-identity',
    says: 'Sessions are evicted by others of the same token.',
    evidence: [
      `${evicted} of ${opened} sessions were closed by the server in favour of another one`,
      `the plan's customers have ${shared ? 'one token together (identity: shared)' : 'a token each'}`,
    ],
    change: shared
      ? 'Give each customer a token: customers.identity "unique".'
      : 'Look for another run against the same deployments with the same tokens.',
  };
}

export function networkTimeout({ attempts, causes, dropped, opened }: Reading): Finding | undefined {
  const { timeout = 0, network = 0 } = causes;
  const failed = timeout + network;
  if (failed < Math.max(3, attempts * SOME)) return undefined;
  const evidence = [
    `${failed} of ${attempts} upgrades failed before HTTP answered: ${timeout} timed out, ${network} broke`,
  ];
  if (dropped > 0) evidence.push(`${dropped} of ${opened} open sessions were dropped`);
  return {
    cause: 'network-timeout',
    says: `${percent(failed / attempts)} of the upgrades fail in TCP, TLS or a load balancer, before HTTP answers.`,
    evidence,
    change: 'Look at what stands between: NAT tables and their ports, firewall, proxy, TLS inspection, DNS.',
  };
}
