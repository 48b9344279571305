import { type RoutedAgent, routingStatusOf } from '../../routing/agents.ts';
import type { ApiAnswer } from '../http/call.ts';
import { badRequest } from '../http/errors.ts';
import { presenceOf } from './presence.ts';
import { toWire } from './users.ts';

/** What `expand` adds to a user (docs/facts/genesys.md section 13). Users of the simulation have no skills. */
const EXPANDS: Readonly<Record<string, (agent: RoutedAgent) => object>> = {
  skills: () => ({ skills: [] }),
  languages: () => ({ languages: [] }),
  locations: ({ written }) => ({ locations: written.locations ?? [] }),
  profileSkills: ({ written }) => ({ profileSkills: written.profileSkills ?? [] }),
  certifications: ({ written }) => ({ certifications: written.certifications ?? [] }),
  employerInfo: ({ written }) => ({ employerInfo: written.employerInfo ?? {} }),
  routingStatus: (agent) => ({ routingStatus: { userId: agent.id, status: routingStatusOf(agent) } }),
  presence: (agent) => ({ presence: presenceOf(agent) }),
};

/** The names that `expand` gives, or a refusal for one that the simulation does not know. */
export function expandsOf(lists: readonly string[]): readonly string[] | ApiAnswer {
  const names = lists.flatMap((list) => list.split(',')).filter((name) => name !== '');
  const unknown = names.find((name) => !Object.hasOwn(EXPANDS, name));
  return unknown === undefined ? names : badRequest(`expand: ${unknown} is not honoured by the simulation`);
}

/** A user as calls show it, with what `expand` asks for. */
export const withExpands = (agent: RoutedAgent, expands: readonly string[]) =>
  Object.assign({}, toWire(agent), ...expands.map((name) => EXPANDS[name]?.(agent)));
