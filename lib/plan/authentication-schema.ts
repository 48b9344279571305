import * as z from 'zod';
import { strict } from './strict-object.ts';

/** Where the credential of each guest that signs in comes from. */
const credentials = z.union(
  [
    strict({ source: z.literal('simulated') }),
    strict({ source: z.literal('file'), path: z.string() }),
    strict({ source: z.literal('secrets'), name: z.string().regex(/\{n\}/).default('guest-{n}') }),
  ],
  {
    error:
      '{"source": "file", "path": "…"} (one credential a line), {"source": "secrets", "name": "guest-{n}"} (a k6 secret for each guest) or, on a simulated tenant, {"source": "simulated"}',
  },
);

/**
 * Guests that sign in (docs/facts/genesys.md section 11). An authorization code is valid once and belongs to a visit; a
 * refresh token stays and belongs to a guest, who may come again.
 */
export const authenticationSchema = strict({
  credentials,
  kind: z.enum(['code', 'refresh-token']).default('code'),
  /** The redirect_uri with which the codes were issued. */
  redirectUri: z
    .string()
    .regex(/^https?:\/\/[^\s/]+(?:\/\S*)?$/, { error: 'an address, such as "https://example.com/signed-in"' })
    .optional(),
  share: z
    .number({ error: 'a share above 0, up to 1' })
    .positive({ error: 'a share above 0, up to 1' })
    .max(1, { error: 'a share above 0, up to 1' })
    .default(1),
})
  .refine(({ credentials, kind }) => credentials.source !== 'simulated' || kind === 'code', {
    path: ['kind'],
    error: 'code with simulated credentials',
  })
  .refine(
    ({ credentials, kind, redirectUri }) =>
      redirectUri === undefined ? kind !== 'code' || credentials.source === 'simulated' : kind === 'code',
    { path: ['redirectUri'], error: 'the redirect_uri of the codes with kind code, and only there' },
  );
