import type { OrgOffer } from './org-offer.ts';
import { type Answers, isLocal } from './questions.ts';

/** The answer of who leaves something out. */
const NONE = '-';

/**
 * The plan, as it stands in its file, from answers by the names of their flags. Names of deployments and queues become
 * their ids where the org told them. Throws an error of one line for a name that the org does not have.
 */
export function planOf(answers: Answers, offer: OrgOffer | undefined): object {
  const { target = '', sessions, hold, transcripts = NONE, reference = NONE, from, to, gate } = answers;
  return {
    name: answers.name,
    target: isLocal(answers) || /:\d+$/.test(target) ? { address: target } : { domain: target },
    ...(reference === NONE ? {} : { approval: { reference, from, to } }),
    deployments: listIn(answers.deployments).map((named) => deploymentNamed(named, answers.origin ?? NONE, offer)),
    customers: {
      sessions: Number(sessions),
      perMinute: Number(answers['per-minute']),
      hold,
      teardown: '2m',
      longestVisit: '10m',
    },
    ...(answers.agents === '0' ? {} : { agents: agentsOf(answers, offer) }),
    ...(transcripts === NONE ? {} : { transcripts: { path: transcripts } }),
    gate,
    seed: 1,
  };
}

function deploymentNamed(named: string, given: string, offer: OrgOffer | undefined): object {
  const found = theOne(offer?.deployments, named, '--deployments');
  const origin = given === NONE ? found?.origin : given;
  if (origin === undefined)
    throw new Error(`--origin: ${named} takes pages of any origin; allowed: one, such as https://www.example.com`);
  return { id: found?.id ?? named, origin };
}

function agentsOf(
  { agents, capacity, tokens = '', queues = NONE, ...load }: Answers,
  offer: OrgOffer | undefined,
): object {
  const ids =
    queues === NONE ? [] : listIn(queues).map((named) => theOne(offer?.queues, named, '--queues')?.id ?? named);
  return {
    count: Number(agents),
    perMinute: loginsPerMinute(Number(agents), Number(load.sessions), Number(load['per-minute'])),
    capacity: Number(capacity),
    ...(ids.length === 0 ? {} : { queues: ids }),
    tokens: tokens === 'simulated' ? { source: 'simulated' } : { source: 'file', path: tokens },
  };
}

/** Agents log in as customers come, so that all are there when the hold begins; of few, 50 a minute. */
function loginsPerMinute(agents: number, sessions: number, perMinute: number): number {
  const asCustomers = Math.ceil((agents * perMinute) / sessions);
  return Number.isFinite(asCustomers) ? Math.max(50, asCustomers) : 50;
}

/** The one of this id or name. Without an offer nothing is known, and the answer has to be an id. */
function theOne<T extends { readonly id: string; readonly name: string }>(
  offered: readonly T[] | undefined,
  named: string,
  flag: string,
): T | undefined {
  if (offered === undefined) return undefined;
  const found = offered.filter(({ id, name }) => id === named || name === named);
  if (found.length === 1) return found[0];
  const all = offered.map(({ name }) => name);
  const few = all.length > 10 ? `${all.slice(0, 10).join(', ')} and ${all.length - 10} more` : all.join(', ');
  throw new Error(
    found.length === 0
      ? `${flag} ${named}: not in the org; allowed: ${few}`
      : `${flag} ${named}: ${found.length} of that name; allowed: its id`,
  );
}

const listIn = (text = ''): string[] => text.split(',').flatMap((one) => one.trim() || []);
