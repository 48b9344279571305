/** Variables whose value is a secret. */
const SECRET = ['GENESYS_CLIENT_SECRET'];
/** Variables whose value is an address that a password may stand in. */
const ADDRESS = /^https?_proxy$/i;

/** What of the environment must never be printed. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  const addresses = Object.keys(env).filter((name) => ADDRESS.test(name));
  return [
    ...SECRET.flatMap((name) => env[name] ?? []),
    ...addresses.flatMap((name) => /^[^@/]*(?:\/\/)?[^@/:]*:([^@/]*)@/.exec(env[name] ?? '')?.[1] ?? []),
  ];
}
