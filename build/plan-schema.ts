import * as z from 'zod';
import { planSchema } from '../lib/plan/schema.ts';

/** The JSON Schema of a plan as people write it. Editors complete and check plans by it. */
export function planJsonSchema(): string {
  const schema = z.toJSONSchema(planSchema, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'headroom plan', ...schema }, null, 2)}\n`;
}
