import type { Plan } from './schema.ts';

/** k6's own rule for a simple VU, in MB (k6 docs, "Running large tests"). */
const VU_MB = 1;

/**
 * Which transport the customers use. `auto` takes `exact`, whose 503s are counted one by one, while a session at k6's
 * own low rule of 1 MB a VU fits the plan's load generators, and `dense` above that.
 */
export function transportOf({ customers, generators }: Plan): 'exact' | 'dense' {
  if (customers.model === 'open') return 'exact';
  if (customers.transport !== 'auto') return customers.transport;
  return customers.sessions * VU_MB <= generators.count * generators.memoryGb * 1_000 ? 'exact' : 'dense';
}
