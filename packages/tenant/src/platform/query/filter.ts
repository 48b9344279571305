import * as z from 'zod';

/** Filters of analytics queries: a tree of predicates over dimensions (docs/facts/genesys.md section 3). */

const predicate = z.object({
  type: z.enum(['dimension', 'property', 'metric']).optional(),
  dimension: z.string(),
  operator: z.enum(['matches', 'exists', 'notExists']).default('matches'),
  value: z.string().optional(),
});
const clause = z.object({ type: z.enum(['and', 'or']), predicates: z.array(predicate) });
export const filterSchema = z.object({
  type: z.enum(['and', 'or']),
  predicates: z.array(predicate).default([]),
  clauses: z.array(clause).default([]),
});
export type Filter = z.output<typeof filterSchema>;

/** The value or the values of something in each dimension. */
export type Dimensions = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first dimension of a filter that is not among `known`. */
export function unknownDimension({ predicates, clauses }: Filter, known: readonly string[]): string | undefined {
  const all = [...predicates, ...clauses.flatMap((one) => one.predicates)];
  return all.find(({ dimension }) => !known.includes(dimension))?.dimension;
}

/** Whether something with these dimensions matches the filter. */
export function matchesFilter({ type, predicates, clauses }: Filter, dimensions: Dimensions): boolean {
  const results = [
    ...predicates.map((one) => holds(one, dimensions)),
    ...clauses.map((one) =>
      combine(
        one.type,
        one.predicates.map((inner) => holds(inner, dimensions)),
      ),
    ),
  ];
  return combine(type, results);
}

/** Without predicates everything matches. */
function combine(type: 'and' | 'or', results: readonly boolean[]): boolean {
  return type === 'and' || results.length === 0 ? results.every(Boolean) : results.some(Boolean);
}

function holds({ dimension, operator, value }: z.output<typeof predicate>, dimensions: Dimensions): boolean {
  const is = dimensions[dimension];
  const values = is === undefined ? [] : [is].flat();
  if (operator === 'matches') return value !== undefined && values.includes(value);
  return values.length > 0 === (operator === 'exists');
}
