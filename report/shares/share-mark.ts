import * as z from 'zod';

/** What setup says in the metadata of its samples: all of it text. */
export const shareMarkSchema = z.object({
  run: z.string(),
  script: z.string(),
  segment: z.string().default(''),
  sequence: z.string().exactOptional(),
  shares: z.string(),
  plan: z.string(),
  version: z.string(),
});
