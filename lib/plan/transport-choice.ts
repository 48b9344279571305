import type { Plan } from './schema.ts';

/** k6's own rule for a simple VU, in MB (k6 docs, "Running large tests"). */
const VU_MB = 1;

/**
 * The transport of the customers. `auto` takes `exact`, which counts every 503, as long as all sessions fit the
 * plan's load generators at k6's rule of 1 MB a VU. Above that it takes `dense`, and where customers send files, which
 * cannot be uploaded inside `k6/ws`.
 */
export function transportOf({ customers, generators }: Plan): 'exact' | 'dense' {
  if (customers.model === 'open') return 'exact';
  if (customers.transport !== 'auto') return customers.transport;
  if (customers.attachments > 0) return 'dense';
  return customers.sessions * VU_MB <= generators.count * generators.memoryGb * 1_000 ? 'exact' : 'dense';
}
