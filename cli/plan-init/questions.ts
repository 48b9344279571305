import { isLoopbackAddress } from '../../lib/plan/loopback.ts';
import type { OrgOffer } from './org-offer.ts';

/** The answers so far, by the name of the flag that gives each. A list has its items separated by commas. */
export type Answers = Readonly<Record<string, string>>;

/** A question of `plan init`. */
export interface Question {
  /** The flag that answers it, without its dashes. */
  readonly flag: string;
  readonly asks: string;
  /** The answer of who presses Enter; undefined where there has to be one. */
  readonly fallback: (answers: Answers, offer: OrgOffer | undefined) => string | undefined;
  /** Whether it is asked at all, given what was answered before. */
  readonly isAsked?: (answers: Answers) => boolean;
}

/** Whether an answer to `target` is a tenant on this machine. */
export const isLocal = ({ target = '' }: Answers): boolean => isLoopbackAddress(target);
const playsAgents = ({ agents }: Answers): boolean => agents !== '0';

/** Two of the ready-made deployments of the simulated tenant (docs/tenant.md), and its origin. */
const SIMULATED_DEPLOYMENTS = [1, 2].map((n) => `d0000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`).join(',');
const SIMULATED_ORIGIN = 'https://example.com';
/** Agents beside those that would do if nobody ever waited: a fifth more. */
const SPARE = 1.2;

export const TARGET: Question = {
  flag: 'target',
  asks: "Where the load goes: the domain of your org's region, or the address of a tenant on this machine",
  fallback: () => '127.0.0.1:7420',
};

/** The questions behind the target, in their order: a default may rest on what was answered before. */
export const QUESTIONS: readonly Question[] = [
  { flag: 'name', asks: 'Name of the plan', fallback: (answers) => (isLocal(answers) ? 'local' : 'my-org') },
  {
    flag: 'deployments',
    asks: 'Deployments that customers connect to: ids or names, separated by commas',
    fallback: (answers, offer) => usualDeployments(offer) ?? (isLocal(answers) ? SIMULATED_DEPLOYMENTS : undefined),
  },
  {
    flag: 'origin',
    asks: 'Origin of their pages, one that the deployments allow',
    fallback: (answers, offer) => usualOrigin(answers, offer),
  },
  { flag: 'sessions', asks: 'Customers at once, at the peak', fallback: () => '50' },
  { flag: 'per-minute', asks: 'More of them a minute, until then', fallback: () => '50' },
  { flag: 'hold', asks: 'How long the peak lasts', fallback: () => '10m' },
  {
    flag: 'capacity',
    asks: 'Conversations that an agent may have at once, as the org is configured',
    fallback: (_, offer) => `${offer?.capacity ?? 1}`,
  },
  {
    flag: 'agents',
    asks: 'Agents that are played too; 0 for customers alone',
    fallback: ({ sessions, capacity }) => `${Math.ceil((Number(sessions) / Number(capacity)) * SPARE)}`,
  },
  {
    flag: 'tokens',
    asks: "File with the agents' user tokens, one a line (headroom tokens makes it)",
    fallback: (answers) => (isLocal(answers) ? 'simulated' : 'tokens.txt'),
    isAsked: playsAgents,
  },
  {
    flag: 'queues',
    asks: 'Queues that the flows lead to: ids or names, separated by commas; - for all of the org',
    fallback: (_, offer) => (offer?.queues.length === 1 ? offer.queues[0]?.name : '-'),
    isAsked: playsAgents,
  },
  { flag: 'transcripts', asks: 'File with the dialogues; - for the built-in ones', fallback: () => '-' },
  {
    flag: 'reference',
    asks: "Reference of Genesys's approval; - if there is none yet",
    fallback: () => '-',
    isAsked: (answers) => !isLocal(answers),
  },
  ...(['from', 'to'] as const).map(
    (flag): Question => ({
      flag,
      asks: `The approved window: ${flag}, with its offset, such as 2026-12-01T23:00:00-05:00`,
      fallback: () => undefined,
      isAsked: ({ reference = '-' }) => reference !== '-',
    }),
  ),
  { flag: 'gate', asks: 'Gate: explore, ci or strict', fallback: () => 'ci' },
];

/** Every flag of `plan init` that answers a question. */
export const FLAGS: readonly string[] = [TARGET, ...QUESTIONS].map(({ flag }) => flag);

/** All that are active and lead into a flow. */
function usualDeployments(offer: OrgOffer | undefined): string | undefined {
  const usable = offer?.deployments.filter(({ isActive, flow }) => isActive && flow !== undefined) ?? [];
  return usable.length === 0 ? undefined : usable.map(({ id }) => id).join(',');
}

/** `-`: each deployment's own, where the org says one for each. */
function usualOrigin(answers: Answers, offer: OrgOffer | undefined): string | undefined {
  if (offer?.deployments.every(({ origin }) => origin !== undefined)) return '-';
  return isLocal(answers) ? SIMULATED_ORIGIN : undefined;
}
