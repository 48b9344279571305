import * as z from 'zod';
import type { RoutedAgent } from '../../routing/agents.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, invalidBody } from '../http/errors.ts';
import { expandsOf, withExpands } from './user-expands.ts';
import { toWire } from './users.ts';

/**
 * `users/search` (docs/facts/genesys.md section 2.2): the way to a user by address or name. What is compared is the
 * text without regard to case. Types and fields that the simulation does not know are refused.
 */

const FIELDS = ['id', 'name', 'email', 'username', 'state', 'title', 'department'] as const;
const TYPES = ['EXACT', 'TERM', 'TERMS', 'STARTS_WITH', 'CONTAINS', 'MATCH_ALL'] as const;

interface Criterion {
  readonly type: (typeof TYPES)[number];
  readonly fields: readonly (typeof FIELDS)[number][];
  readonly value?: string | undefined;
  readonly values?: readonly string[] | undefined;
  readonly operator: 'AND' | 'OR' | 'NOT';
  readonly group: readonly Criterion[];
}

const criterion: z.ZodType<Criterion> = z.lazy(() =>
  z.strictObject({
    type: z.enum(TYPES),
    fields: z.array(z.enum(FIELDS)).default([]),
    value: z.string().optional(),
    values: z.array(z.string()).optional(),
    operator: z.enum(['AND', 'OR', 'NOT']).default('AND'),
    group: z.array(criterion).default([]),
  }),
);
const searchBody = z.strictObject({
  query: z.array(criterion).min(1),
  sortBy: z.enum(FIELDS).optional(),
  /** Every match has the same score: `SCORE` is the order in which the users were made. */
  sortOrder: z.enum(['ASC', 'DESC', 'SCORE']).default('ASC'),
  pageSize: z.int().min(1).max(100).default(25),
  pageNumber: z.int().min(1).default(1),
  expand: z.array(z.string()).default([]),
});

function textOf(agent: RoutedAgent, field: (typeof FIELDS)[number]): string {
  const value = (toWire(agent) as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' ? value.toLowerCase() : '';
}

const COMPARED = {
  EXACT: (has: string, asked: string) => has === asked,
  TERM: (has: string, asked: string) => has === asked,
  TERMS: (has: string, asked: string) => has === asked,
  STARTS_WITH: (has: string, asked: string) => has.startsWith(asked),
  CONTAINS: (has: string, asked: string) => has.includes(asked),
  MATCH_ALL: () => true,
} as const;

function meets(agent: RoutedAgent, { type, fields, value, values, group }: Criterion): boolean {
  if (group.length > 0) return meetsAll(agent, group);
  if (type === 'MATCH_ALL') return true;
  const asked = [...(values ?? []), ...(value === undefined ? [] : [value])].map((text) => text.toLowerCase());
  return fields.some((field) => asked.some((text) => COMPARED[type](textOf(agent, field), text)));
}

/** All of AND and none of NOT, or one of OR where there are some. */
function meetsAll(agent: RoutedAgent, criteria: readonly Criterion[]): boolean {
  const either = criteria.filter(({ operator }) => operator === 'OR');
  return (
    criteria.every((one) => one.operator === 'OR' || meets(agent, one) === (one.operator === 'AND')) &&
    (either.length === 0 || either.some((one) => meets(agent, one)))
  );
}

const asksForState = (criteria: readonly Criterion[]): boolean =>
  criteria.some(({ fields, group }) => fields.includes('state') || asksForState(group));

/** The users found, a page of them. Deleted ones are found where a criterion is about the state. */
function search({ tenant }: ApiCall, asked: unknown) {
  const parsed = searchBody.safeParse(asked);
  if (!parsed.success) return invalidBody(parsed.error);
  const { query, sortBy, sortOrder, pageSize, pageNumber, expand } = parsed.data;
  const expands = expandsOf(expand);
  if (expands instanceof ApiAnswer) return expands;
  const withDeleted = asksForState(query);
  const found = [...tenant.routing.agents.all()].filter(
    (agent) => (withDeleted || agent.state !== 'deleted') && meetsAll(agent, query),
  );
  if (sortBy !== undefined && sortOrder !== 'SCORE') {
    found.sort((a, b) => textOf(a, sortBy).localeCompare(textOf(b, sortBy)));
    if (sortOrder === 'DESC') found.reverse();
  }
  const start = (pageNumber - 1) * pageSize;
  return {
    total: found.length,
    pageCount: Math.ceil(found.length / pageSize),
    pageSize,
    pageNumber,
    types: ['users'],
    results: found.slice(start, start + pageSize).map((agent) => withExpands(agent, expands)),
  };
}

/** The same with the body in `q64`, as base64. */
function searchByAddress(call: ApiCall) {
  try {
    return search(call, JSON.parse(Buffer.from(call.query.get('q64') ?? '', 'base64').toString()));
  } catch {
    return badRequest('q64 has to be a search as JSON, in base64');
  }
}

const path = '/api/v2/users/search';
export const userSearchRoutes: readonly ApiRoute[] = [
  { method: 'POST', path, answer: (call) => search(call, call.body) },
  { method: 'GET', path, query: ['q64'], answer: searchByAddress },
];
