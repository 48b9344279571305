import * as z from 'zod';
import { strict } from './strict-object.ts';

const PER_SECRET = 'a whole number of tokens from 1 to 1000';

/** Where the agents' user tokens are. */
export const tokens = z.union(
  [
    strict({ source: z.literal('simulated') }),
    strict({ source: z.literal('file'), path: z.string() }),
    strict({
      source: z.literal('secrets'),
      name: z.string().regex(/\{n\}/).default('agent-{n}'),
      perSecret: z
        .int({ error: PER_SECRET })
        .min(1, { error: PER_SECRET })
        .max(1_000, { error: PER_SECRET })
        .default(1),
    }),
  ],
  {
    error:
      '{"source": "file", "path": "…"} (one user token a line), {"source": "secrets", "name": "agent-{n}"} (a k6 secret for each agent, or "perSecret" in one) or, on a simulated tenant, {"source": "simulated"}',
  },
);
